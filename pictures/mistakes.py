"""Mistakes for the doctor to find, put into streets of the demo."""

import shutil
from pathlib import Path

import numpy as np
from PIL import Image

from deeplab_family.visualization import write_mask
from input_pipeline.synthetic.classes import CLASS_NAMES, PALETTE
from pictures.demo_run import DemoRun

STREETS = {"train": 12, "val": 24}
"""How many of the demo's streets each split keeps."""

HALVED, NUMBERED = "train_0008", "train_0005"
LEAKED, COPY = "val_0020", "train_0099"
NO_CLASS = 77
"""An id that the streets do not have, in place of cars."""

MISNAMED = (
    ("tree", "building", -1),
    ("car", "person", -1),
    ("sign", "sky", 12),
)
"""A class, what it is called by mistake, and in which street of "val", of
those by the number of its pixels."""


def put_mistakes(demo: DemoRun, folder: Path) -> Path:
    """Copies streets, and makes mistakes in the copies.

    In "train" a label is half as large as its image, one has ids that are no
    class, and one street is a copy of one of "val". In "val" the left half of
    a street is called sky, and trees, cars and signs of three others by a
    wrong name.

    Args:
        demo: the run with the streets.
        folder: a new one, for the data set.

    Returns:
        The folder.
    """
    streets = demo.home / "streets"
    for split, count in STREETS.items():
        for number in range(count):
            _copy(streets, folder, split, f"{split}_{number:04}")
    shutil.copy(streets / "classes.txt", folder)
    _copy(streets, folder, "val", LEAKED, "train", COPY)
    _spoil_training(folder / "labels" / "train")
    _spoil_validation(folder / "labels" / "val")
    return folder


def _copy(source, target, split, stem, other_split="", other_stem="") -> None:
    for part, ending in (("images", "jpg"), ("labels", "png")):
        place = target / part / (other_split or split)
        place.mkdir(parents=True, exist_ok=True)
        file = place / f"{other_stem or stem}.{ending}"
        shutil.copy(source / part / split / f"{stem}.{ending}", file)


def _spoil_training(labels: Path) -> None:
    halved = _read(labels / f"{HALVED}.png")[::2, ::2]
    write_mask(labels / f"{HALVED}.png", halved, PALETTE)
    numbered = _read(labels / f"{NUMBERED}.png")
    numbered[numbered == CLASS_NAMES.index("car")] = NO_CLASS
    write_mask(labels / f"{NUMBERED}.png", numbered, PALETTE)


def _spoil_validation(labels: Path) -> None:
    files = sorted(labels.iterdir())
    first = files.pop(0)
    ids = _read(first)
    ids[:, : ids.shape[1] // 2] = CLASS_NAMES.index("sky")
    write_mask(first, ids, PALETTE)
    for name, wrong_name, place in MISNAMED:
        right, wrong = map(CLASS_NAMES.index, (name, wrong_name))
        file = _by_pixels(files, right)[place]
        files.remove(file)
        ids = _read(file)
        ids[ids == right] = wrong
        write_mask(file, ids, PALETTE)


def _by_pixels(labels: list[Path], class_id: int) -> list[Path]:
    """Labels, those with fewest pixels of a class first."""
    return sorted(
        labels, key=lambda file: np.count_nonzero(_read(file) == class_id)
    )


def _read(label: Path) -> np.ndarray:
    with Image.open(label) as image:
        return np.array(image)
