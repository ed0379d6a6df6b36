"""Drawn class tree: a plain color for each class, and noise."""

from pathlib import Path

import numpy as np
from PIL import Image

from input_pipeline.atomic_files import atomic_folder

COLORS = {"n01": (200, 40, 40), "n02": (40, 200, 40), "n10": (40, 40, 200)}
NOISE = 40


def draw_classes(
    root: str | Path,
    train: int = 4,
    val: int = 2,
    size: tuple[int, int] = (48, 64),
    seed: int = 0,
) -> Path:
    """Draws a tree of three classes into a new folder, for rehearsals.

    The folder appears when it is complete. The same arguments draw the same
    images.

    Args:
        root: folder to make; it must not exist or be empty.
        train: images of each class in the split `train`.
        val: images of each class in the split `val`.
        size: `(height, width)` in pixels.
        seed: int >= 0.

    Returns:
        The folder.

    Raises:
        DataError: if something is in the way.
    """
    random = np.random.default_rng(seed)
    with atomic_folder(root) as home:
        for split, count in (("train", train), ("val", val)):
            for name, color in COLORS.items():
                folder = home / split / name
                folder.mkdir(parents=True)
                for number in range(count):
                    noise = random.integers(-NOISE, NOISE, (*size, 3))
                    pixels = np.clip(np.array(color) + noise, 0, 255)
                    image = Image.fromarray(pixels.astype(np.uint8))
                    image.save(folder / f"{name}_{number}.JPEG", quality=95)
    return Path(root)
