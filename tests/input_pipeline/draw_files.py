"""Small data sets that tests write for themselves."""

import numpy as np
from PIL import Image

SIZE = (36, 48)


def random_pixels(seed, size=SIZE):
    """A smooth picture, uint8 RGB, that differs from seed to seed."""
    random = np.random.default_rng(seed)
    coarse = random.integers(0, 256, (6, 8, 3), np.uint8)
    return np.array(Image.fromarray(coarse).resize(size[::-1], 3))


def random_ids(seed, size=SIZE, num_classes=3):
    """Class ids in blocks, uint8, every id and 255 present."""
    random = np.random.default_rng(seed)
    ids = random.integers(0, num_classes, (size[0] // 4 + 1, size[1] // 4 + 1))
    ids.flat[: num_classes + 1] = [*range(num_classes), 255]
    blocks = np.repeat(np.repeat(ids, 4, 0), 4, 1)
    return blocks[: size[0], : size[1]].astype(np.uint8)


def write_folder(root, split="train", count=3, sizes=(SIZE,), ending="jpg"):
    """Writes a plain folder; sizes are taken in turns."""
    for part in ("images", "labels"):
        (root / part / split).mkdir(parents=True, exist_ok=True)
    for number in range(count):
        size = sizes[number % len(sizes)]
        image = Image.fromarray(random_pixels(number, size))
        image.save(root / f"images/{split}/{number:03d}.{ending}", quality=95)
        label = Image.fromarray(random_ids(number, size))
        label.save(root / f"labels/{split}/{number:03d}.png")
    (root / "classes.txt").write_text("road\nsky\ncar\n", encoding="utf-8")
    return root


def palette_image(ids, colors=((9, 9, 9), (200, 0, 0), (0, 0, 200))):
    """A paletted picture of the ids, with a full palette of 256 colors."""
    image = Image.fromarray(ids, "P")
    channels = [channel for color in colors for channel in color]
    image.putpalette(channels + [0] * (768 - len(channels)))
    return image
