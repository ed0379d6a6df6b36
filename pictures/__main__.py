"""Draws docs/images: `python -m pictures`, `--demo runs/demo` for all of them.

Without `--demo` only what needs no trained network. `make figures` trains
what is missing first: about twelve minutes on two cores, once.
"""

import argparse
import json
from pathlib import Path

from deeplab_family.visualization import write_image
from input_pipeline.atomic_files import write_atomic
from pictures.catalog import IMAGES, MANIFEST, NUMBERS, PICTURES, Picture
from pictures.demo_run import DemoRun
from pictures.manifest import entry
from pictures.training import train_missing


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
    for picture in _asked(options.names, demo):
        _write(picture, demo)
        print(IMAGES / picture.file)


def _asked(names: list[str], demo: DemoRun | None) -> list[Picture]:
    unknown = sorted(set(names) - set(PICTURES))
    if unknown:
        raise SystemExit(f"No picture is named {unknown}: {list(PICTURES)}")
    return [
        picture
        for file, picture in PICTURES.items()
        if file in (names or PICTURES) and (demo or picture.of != "demo")
    ]


def _write(picture: Picture, demo: DemoRun | None) -> None:
    drawn = draw(picture, demo)
    file = IMAGES / picture.file
    if isinstance(drawn, str):
        write_atomic(file, drawn)
    else:
        write_image(file, drawn)
    if picture.of == "demo":
        known = {}
        if MANIFEST.exists():
            known = json.loads(MANIFEST.read_text(encoding="utf-8"))
        known[picture.file] = entry(picture)
        write_atomic(MANIFEST, json.dumps(known, indent=1) + "\n")


def draw(picture: Picture, demo: DemoRun | None = None):
    """A picture, as SVG or as a uint8 RGB array."""
    if picture.of == "docs":
        return picture.draw()
    if picture.of == "numbers":
        return picture.draw(json.loads(NUMBERS.read_text(encoding="utf-8")))
    return picture.draw(demo)


if __name__ == "__main__":
    main()
