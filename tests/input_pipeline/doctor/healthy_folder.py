"""A small plain folder without any defect, for tests to break."""

from PIL import Image

from tests.input_pipeline.draw_files import random_ids, random_pixels

SPLITS = {"train": (0, 1, 2), "val": (10, 11)}


def write_healthy(root):
    """Three samples in train, two in val, all pictures different."""
    for split, seeds in SPLITS.items():
        for part in ("images", "labels"):
            (root / part / split).mkdir(parents=True)
        for seed in seeds:
            write_sample(root, split, f"{seed:03d}", seed)
    (root / "classes.txt").write_text("road\nsky\ncar\n", encoding="utf-8")
    return root


def write_sample(root, split, name, seed):
    """One image and its label; both depend on the seed alone."""
    image = Image.fromarray(random_pixels(seed))
    image.save(root / f"images/{split}/{name}.jpg", quality=95)
    save_label(root, f"{split}/{name}", random_ids(seed))


def save_label(root, name, pixels):
    """Writes an array, or a picture, as the label "split/name"."""
    if not isinstance(pixels, Image.Image):
        pixels = Image.fromarray(pixels)
    pixels.save(root / f"labels/{name}.png")


def each_label(root, change):
    """Replaces the ids of every label by `change(ids)`."""
    for split, seeds in SPLITS.items():
        for seed in seeds:
            save_label(root, f"{split}/{seed:03d}", change(random_ids(seed)))
