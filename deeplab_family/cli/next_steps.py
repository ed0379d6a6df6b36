"""Next steps for a user in this folder: `deeplab` without a command."""

import itertools
import os
import shlex
from pathlib import Path

from deeplab_family.run_folder import RECIPE, find_run

IMAGES = ("images", "img_dir", "JPEGImages", "leftImg8bit")
LABELS = (
    "labels",
    "masks",
    "annotations",
    "ann_dir",
    "SegmentationClass",
    "gtFine",
)
"""Folders by which a data set shows at a glance."""

LOOKED_AT = 200
"""Entries of a folder that are looked at; the road must show at once."""


def next_steps(folder: Path) -> str:
    """Doctor, train, look, export: the commands for what lies in a folder.

    Args:
        folder: where the user stands. A data set or a run in it, or one level
            below, is named in the commands.
    """
    data = _find_data(folder)
    name = data or "PHOTOS"
    made = f"runs/{(folder / name).resolve().name}"
    run = _find_run(folder) or made
    pictures = _pictures(folder, data) if data else "PHOTO.jpg"
    name, made, run, pictures = map(shlex.quote, (name, made, run, pictures))
    rows = [
        (f"deeplab doctor {name}", "what is wrong with the data set"),
        (f"deeplab train {name}", f"a network for it, in {made}"),
        (f"deeplab predict {run} {pictures}", "its masks over photographs"),
        (f"deeplab export {run}", "files for servers and phones"),
    ]
    width = max(len(command) for command, _ in rows)
    return "\n".join(f"  {c:{width}}  {meaning}" for c, meaning in rows)


def _find_data(folder: Path) -> str | None:
    if _is_data(folder):
        return "."
    found = [child for child in _folders(folder) if _is_data(child)]
    return found[0].name if found else None


def _is_data(folder: Path) -> bool:
    return all(
        any((folder / name).is_dir() for name in names)
        for names in (IMAGES, LABELS)
    )


def _find_run(folder: Path) -> str | None:
    """The run that was changed last."""
    places = [folder, *_folders(folder), *_folders(folder / "runs")]
    runs = [place for place in places if find_run(place)]
    if not runs:
        return None
    newest = max(runs, key=lambda run: os.path.getmtime(run / RECIPE))
    return str(newest.relative_to(folder))


def _folders(folder: Path) -> list[Path]:
    try:
        with os.scandir(folder) as entries:
            some = list(itertools.islice(entries, LOOKED_AT))
        return sorted(Path(e) for e in some if e.is_dir())
    except OSError:
        return []


def _pictures(folder: Path, data: str) -> str:
    images = next(n for n in IMAGES if (folder / data / n).is_dir())
    place = Path(data) / images
    return str(place / "val" if (folder / place / "val").is_dir() else place)
