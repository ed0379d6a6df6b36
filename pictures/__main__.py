"""Draws docs/images: `python -m pictures`, `--demo runs/demo` for all of them.

Without `--demo` only what needs no trained network. `make figures` trains
what is missing first, about 25 minutes on two cores, once; drawing takes 3.
"""

import argparse
import json
from pathlib import Path

from PIL import Image

from input_pipeline.atomic_files import atomic_file, write_atomic
from pictures.browser import find_browser
from pictures.catalog import IMAGES, MANIFEST, NUMBERS, PICTURES, Picture
from pictures.demo_run import DemoRun
from pictures.manifest import entry
from pictures.training import train_missing

QUALITY = 85
"""Of JPEG files."""


def main() -> None:
    """Draws the pictures that were asked for, or all that can be drawn."""
    parser = argparse.ArgumentParser("pictures", description=__doc__)
    parser.add_argument("names", nargs="*", help="files, such as hero.png")
    parser.add_argument("--demo", type=Path, help="folder of deeplab demo")
    options = parser.parse_args()
    demo = None
    if options.demo:
        train_missing(options.demo)
        demo = DemoRun(options.demo)
        write_atomic(NUMBERS, json.dumps(demo.numbers(), indent=1) + "\n")
    for picture in asked_pictures(options.names, demo):
        _write(picture, demo)
        print(IMAGES / picture.file, flush=True)


def asked_pictures(names: list[str], demo: DemoRun | None) -> list[Picture]:
    """What can be drawn of what was asked for.

    Args:
        names: of files; all of them, if there is none.
        demo: the run; without it what needs it is left out.
    """
    unknown = sorted(set(names) - set(PICTURES))
    if unknown:
        raise SystemExit(f"No picture is named {unknown}: {list(PICTURES)}")
    asked = [
        picture
        for file, picture in PICTURES.items()
        if file in (names or PICTURES) and (demo or not picture.needs_demo)
    ]
    screens = [picture for picture in asked if picture.of == "screen"]
    if screens and find_browser() is None:
        files = ", ".join(picture.file for picture in screens)
        print(
            "Chromium or its driver, Playwright, is not here; these stay as "
            f"they are: {files}"
        )
        asked = [picture for picture in asked if picture not in screens]
    return asked


def _write(picture: Picture, demo: DemoRun | None) -> None:
    drawn = draw(picture, demo)
    file = IMAGES / picture.file
    if isinstance(drawn, str | bytes):
        write_atomic(file, drawn)
    else:
        with atomic_file(file) as draft:
            Image.fromarray(drawn).save(draft, quality=QUALITY, optimize=True)
    if picture.needs_demo:
        known = {}
        if MANIFEST.exists():
            known = json.loads(MANIFEST.read_text(encoding="utf-8"))
        known[picture.file] = entry(picture)
        write_atomic(MANIFEST, json.dumps(known, indent=1) + "\n")


def draw(picture: Picture, demo: DemoRun | None = None):
    """A picture: SVG, a uint8 RGB array, or the bytes of a file."""
    if picture.of == "docs":
        return picture.draw()
    if picture.of == "numbers":
        return picture.draw(json.loads(NUMBERS.read_text(encoding="utf-8")))
    return picture.draw(demo)


if __name__ == "__main__":
    main()
