"""A small class tree: a plain color for each class, and noise."""

import numpy as np
from PIL import Image

COLORS = {"n01": (200, 40, 40), "n02": (40, 200, 40), "n10": (40, 40, 200)}


def draw_tree(root, train=4, val=2, size=(48, 64), seed=0):
    """Writes `train` and `val` images of each class as JPEG."""
    random = np.random.default_rng(seed)
    for split, count in (("train", train), ("val", val)):
        for name, color in COLORS.items():
            folder = root / split / name
            folder.mkdir(parents=True)
            for number in range(count):
                noise = random.integers(-40, 40, (*size, 3))
                pixels = np.clip(np.array(color) + noise, 0, 255)
                image = Image.fromarray(pixels.astype(np.uint8))
                image.save(folder / f"{name}_{number}.JPEG", quality=95)
    return root
