import json
import re
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from pictures.__main__ import draw
from pictures.catalog import IMAGES, MANIFEST, NUMBERS, PICTURES
from pictures.demo_run import demo_fingerprint
from pictures.manifest import code_hash, entry

ROOT = Path(__file__).parents[2]
DRAWN_AGAIN = [name for name, one in PICTURES.items() if one.of != "demo"]
OF_THE_DEMO = [name for name, one in PICTURES.items() if one.of == "demo"]
MOST_BYTES = 400_000


@pytest.mark.parametrize("name", DRAWN_AGAIN)
def test_a_chart_is_that_of_the_numbers(name):
    """If not: python -m pictures."""
    drawn = draw(PICTURES[name])
    if isinstance(drawn, str):
        assert drawn == (IMAGES / name).read_text(encoding="utf-8")
    else:
        with Image.open(IMAGES / name) as image:
            # Letters are drawn by FreeType, whose versions differ a little.
            difference = np.abs(np.asarray(image).astype(int) - drawn)
        assert (difference > 32).mean() < 0.002


@pytest.mark.parametrize("name", OF_THE_DEMO)
def test_a_picture_of_the_demo_is_that_of_the_code(name):
    """If not: make figures (about twelve minutes)."""
    written = json.loads(MANIFEST.read_text(encoding="utf-8"))
    assert written[name] == entry(PICTURES[name])


def test_the_numbers_are_those_of_the_demo():
    """If not: make figures."""
    numbers = json.loads(NUMBERS.read_text(encoding="utf-8"))
    assert numbers["fingerprint"] == demo_fingerprint()


def test_code_is_told_from_comments_and_docstrings(tmp_path):
    texts = (
        '"""One."""\n\nA = 1\n\n\ndef f():\n    """Two."""\n    return A\n',
        '"""Other\nlines."""\n# Why.\nA = 1\ndef f():\n    return A\n',
        '"""One."""\n\nA = 2\n\n\ndef f():\n    """Two."""\n    return A\n',
    )
    files = [tmp_path / f"{number}.py" for number in range(3)]
    for file, text in zip(files, texts, strict=True):
        file.write_text(text)
    first, same, other = map(code_hash, files)
    assert first == same != other


def test_every_picture_is_shown_and_every_shown_picture_is_there():
    pages = [ROOT / "README.md", *(ROOT / "docs").rglob("*.md")]
    shown = set()
    for page in pages:
        text = page.read_text(encoding="utf-8")
        for link in re.findall(r"!\[[^\]]*\]\(([^)]+)\)", text):
            if not link.startswith("https://"):
                shown.add((page.parent / link).resolve())
    there = {path for path in IMAGES.iterdir() if path.suffix != ".json"}
    assert shown == there


def test_pictures_are_small():
    large = [p.name for p in IMAGES.iterdir() if p.stat().st_size > MOST_BYTES]
    assert not large
