"""A small plain folder with holes, an ignored border and specks."""

from pathlib import Path

import numpy as np
from PIL import Image

NAMES = ("background", "cat", "dog")
SIZE = (12, 17)


def label(seed: int, ignored: bool = True) -> np.ndarray:
    """uint8 ids of shape `SIZE`: a dog with a hole, in which a cat sits."""
    ids = np.zeros(SIZE, np.uint8)
    ids[1:10, 2:13] = 2
    ids[3:8, 4:10] = 0
    ids[4:7, 5:8] = 1
    ids[np.random.default_rng(seed).random(SIZE) < 0.1] = 1
    if ignored:
        ids[0] = 255
        ids[5, 6] = 255
    return ids


def write_pets(root: Path, ignored: bool = True, names=NAMES) -> dict:
    """Writes four images "train" and two "val"; gives labels by split."""
    labels = {"train": {}, "val": {}}
    for number in range(6):
        split = "train" if number < 4 else "val"
        name = f"pet_{number}"
        for kind in ("images", "labels"):
            (root / kind / split).mkdir(parents=True, exist_ok=True)
        pixels = np.random.default_rng(number).integers(0, 256, (*SIZE, 3))
        picture = Image.fromarray(pixels.astype(np.uint8))
        picture.save(root / "images" / split / f"{name}.png")
        ids = label(number, ignored)
        Image.fromarray(ids).save(root / "labels" / split / f"{name}.png")
        labels[split][name] = ids
    (root / "classes.txt").write_text("\n".join(names) + "\n")
    return labels
