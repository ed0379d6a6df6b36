"""Writer of a folder of drawn streets: a data set for demos and tests."""

from pathlib import Path

import numpy as np
from PIL import Image

from input_pipeline.atomic_files import atomic_folder
from input_pipeline.errors import DataError
from input_pipeline.synthetic.classes import CLASS_NAMES
from input_pipeline.synthetic.street_scene import draw_scene


def draw_synthetic(
    root: str | Path,
    train: int = 200,
    val: int = 40,
    size: tuple[int, int] = (240, 320),
    seed: int = 0,
) -> None:
    """Draws streets into a new folder: JPEGs, label PNGs and `classes.txt`.

    The folder appears when it is complete. The same arguments draw the same
    streets.

    Args:
        root: folder to make; it must not exist or be empty.
        train: number of pictures in the split `train`. Defaults to 200.
        val: number of pictures in the split `val`. Defaults to 40.
        size: `(height, width)` in pixels. Defaults to (240, 320).
        seed: int >= 0. Defaults to 0.

    Raises:
        DataError: if something is in the way, or nothing would be drawn.
    """
    check_counts(train, val, size)
    with atomic_folder(root) as folder:
        for number, (split, count) in enumerate(
            [("train", train), ("val", val)]
        ):
            _draw_split(folder, split, count, size, (seed, number))
        names = "\n".join(CLASS_NAMES) + "\n"
        (folder / "classes.txt").write_text(names, encoding="utf-8")


def check_counts(train: int, val: int, size: tuple[int, int]) -> None:
    """Raises `DataError` where nothing would be drawn."""
    if train < 1 or val < 0 or min(size) < 32:
        raise DataError(
            "drawing streets needs train >= 1, val >= 0 and sides >= 32. "
            f"Received: {train}, {val}, {size}"
        )


def _draw_split(root, split, count, size, seed) -> None:
    images, labels = root / "images" / split, root / "labels" / split
    images.mkdir(parents=True)
    labels.mkdir(parents=True)
    for number in range(count):
        random = np.random.default_rng((*seed, number))
        picture, label = draw_scene(size, random)
        name = f"{split}_{number:04d}"
        Image.fromarray(picture).save(images / f"{name}.jpg", quality=90)
        Image.fromarray(label).save(labels / f"{name}.png")
