"""Drawn streets with the box and the mask of every object: free truth.

images/{train,val}/<name>.jpg
annotations/instances_{train,val}.json      (COCO instances)

Any reader of COCO reads them. An object is what of it is seen: where others
stand before it, its mask may be in parts.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
from PIL import Image

from input_pipeline.annotations.coco_file import coco_file
from input_pipeline.annotations.pixel_rings import pixel_rings
from input_pipeline.annotations.polygons import Polygon
from input_pipeline.atomic_files import atomic_folder
from input_pipeline.synthetic.classes import CLASS_NAMES
from input_pipeline.synthetic.folder_writer import check_counts
from input_pipeline.synthetic.street_scene import (
    OBJECTS,
    StreetScene,
    draw_street,
)

OBJECT_NAMES = tuple(CLASS_NAMES[class_id] for class_id in OBJECTS)
LEAST_PIXELS = 20
"""Objects of which less is seen are left out: nobody could tell them."""


def draw_street_objects(
    root: str | Path,
    train: int = 200,
    val: int = 40,
    size: tuple[int, int] = (240, 320),
    seed: int = 0,
) -> Path:
    """Draws streets and their objects into a new folder.

    The folder appears when it is complete. The same arguments draw the same
    streets.

    Args:
        root: folder to make; it must not exist or be empty.
        train: number of pictures in the split "train".
        val: number of pictures in the split "val".
        size: `(height, width)` in pixels.
        seed: int >= 0.

    Returns:
        The folder.

    Raises:
        DataError: if something is in the way, or nothing would be drawn.
    """
    check_counts(train, val, size)
    with atomic_folder(root) as folder:
        for number, (split, count) in enumerate(
            (("train", train), ("val", val))
        ):
            _draw_split(folder, split, count, size, (seed, number))
    return Path(root)


def seen_objects(street: StreetScene) -> list[Polygon]:
    """The objects of a street that are seen, the class ids of `OBJECT_NAMES`.

    They come in the order of drawing, the farthest first.
    """
    pixels = np.bincount(street.objects.ravel())
    found = []
    for number, class_id in enumerate(street.object_classes, start=1):
        if number < len(pixels) and pixels[number] >= LEAST_PIXELS:
            rings = tuple(pixel_rings(street.objects == number))
            found.append(Polygon(OBJECTS.index(class_id), rings))
    return found


def _draw_split(folder: Path, split: str, count: int, size, seed) -> None:
    images = folder / "images" / split
    images.mkdir(parents=True)
    path = folder / "annotations" / f"instances_{split}.json"
    with coco_file(path, OBJECT_NAMES) as file:
        for number in range(count):
            street = draw_street(size, np.random.default_rng((*seed, number)))
            name = f"{split}_{number:04d}.jpg"
            Image.fromarray(street.picture).save(images / name, quality=90)
            file.add(name, size, seen_objects(street))
