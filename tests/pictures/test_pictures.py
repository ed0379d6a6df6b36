import dataclasses
import json
import re
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from pictures import __main__ as command
from pictures import manifest
from pictures.__main__ import draw
from pictures.catalog import IMAGES, MANIFEST, NUMBERS, PICTURES, RECORDS
from pictures.demo_run import DemoRun, demo_fingerprint
from pictures.manifest import code_hash, entry
from pictures.training import CURVES

ROOT = Path(__file__).parents[2]
DRAWN_AGAIN = [name for name, one in PICTURES.items() if not one.needs_demo]
OF_THE_DEMO = [name for name, one in PICTURES.items() if one.needs_demo]
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
    """If not: make figures."""
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


def shown_by_pages():
    """Each picture of the project that a page shows, and the pages' text."""
    shown = {}
    for page in [ROOT / "README.md", *(ROOT / "docs").rglob("*.md")]:
        text = page.read_text(encoding="utf-8")
        for words, link in re.findall(r"!\[([^\]]*)\]\(([^)]+)\)", text):
            if not link.startswith("https://"):
                picture = (page.parent / link).resolve()
                shown[picture] = shown.get(picture, "") + text
                assert len(words) > 15, f"{page}: what does {link} show?"
    return shown


def test_every_picture_is_shown_and_every_shown_picture_is_there():
    there = {path for path in IMAGES.iterdir() if path.suffix != ".json"}
    assert shown_by_pages().keys() == there


def test_every_picture_has_a_command_or_is_a_record():
    there = {p.name for p in IMAGES.iterdir() if p.suffix != ".json"}
    assert there == {*PICTURES, *RECORDS}
    assert len(there) == len(PICTURES) + len(RECORDS)


@pytest.mark.parametrize("name", RECORDS)
def test_the_page_of_a_record_has_its_command(name):
    assert RECORDS[name].command in shown_by_pages()[IMAGES / name]


def test_every_file_that_makes_a_picture_is_there():
    sources = {s for one in PICTURES.values() for s in one.sources}
    assert sources
    assert not [source for source in sources if not (ROOT / source).exists()]


def test_a_picture_is_out_of_date_when_one_of_its_files_changes(
    tmp_path, monkeypatch
):
    (tmp_path / "page.html").write_text("one")
    monkeypatch.setattr(manifest, "ROOT", tmp_path)
    picture = dataclasses.replace(PICTURES["hero.png"], sources=("page.html",))
    before = entry(picture)
    assert entry(picture) == before
    (tmp_path / "page.html").write_text("two")
    changed = {key for key in before if entry(picture)[key] != before[key]}
    assert changed == {"code"}


def test_the_curves_are_of_the_command():
    """If not: make figures."""
    numbers = json.loads(NUMBERS.read_text(encoding="utf-8"))
    assert numbers["curves_command"] == [*CURVES]
    steps = int(CURVES[CURVES.index("--steps") + 1])
    every = int(CURVES[CURVES.index("--train.eval-every") + 1])
    for points in numbers["curves"].values():
        assert [step for step, _ in points] == [*range(every, steps + 1, every)]


def test_without_a_browser_screens_stay_as_they_are(monkeypatch, capsys):
    screens = [n for n, one in PICTURES.items() if one.of == "screen"]
    monkeypatch.setattr(command, "find_browser", lambda: None)
    demo = DemoRun(Path("runs/demo"))
    asked = [one.file for one in command.asked_pictures([], demo)]
    assert set(asked) == set(PICTURES) - set(screens)
    (line,) = capsys.readouterr().out.splitlines()
    assert line.startswith("Chromium or its driver") and all(
        name in line for name in screens
    )
    monkeypatch.setattr(command, "find_browser", lambda: "chromium")
    asked = [one.file for one in command.asked_pictures(["app.jpg"], demo)]
    assert asked == ["app.jpg"]
    assert not capsys.readouterr().out


def test_pictures_are_small():
    large = [p.name for p in IMAGES.iterdir() if p.stat().st_size > MOST_BYTES]
    assert not large
