"""Draws the class ids of one photograph of COCO."""

import numpy as np

from input_pipeline.datasets.coco_annotations import CocoPicture
from input_pipeline.datasets.coco_object import CocoObject
from input_pipeline.errors import DataError
from input_pipeline.sample import IGNORE_LABEL


def draw_coco_label(
    picture: CocoPicture, smallest_object: float = 0
) -> np.ndarray:
    """Fills the outlines of all objects.

    Pixels that more than one object covers are ignored: the annotation does
    not say which is in front. So are those of objects that are too small.

    Args:
        picture: what to draw.
        smallest_object: area in pixels below which an object is ignored.

    Returns:
        uint8 ids of shape `(height, width)`: 0 background, 1 to 20 the
        classes of PASCAL VOC, 255 ignored.

    Raises:
        DataError: if pycocotools is not installed.
    """
    shape = picture.height, picture.width
    label, covered = np.zeros(shape, np.uint8), np.zeros(shape, bool)
    ignored = np.zeros(shape, bool)
    for thing in picture.objects:
        mask = _mask(thing, *shape)
        ignored |= covered & mask
        covered |= mask
        if thing.area < smallest_object:
            ignored |= mask
        label[mask] = thing.class_id
    label[ignored] = IGNORE_LABEL
    return label


def _mask(thing: CocoObject, height: int, width: int) -> np.ndarray:
    if thing.counts:
        inside = np.arange(len(thing.counts)) % 2 == 1
        return np.repeat(inside, thing.counts).reshape(width, height).T
    try:
        from pycocotools import mask
    except ImportError as error:
        raise DataError(
            "the masks of COCO need pycocotools. Install it with "
            "`pip install 'deeplab-family[datasets]'`"
        ) from error
    polygons = [list(points) for points in thing.polygons]
    runs = mask.merge(mask.frPyObjects(polygons, height, width))
    return mask.decode(runs).astype(bool)
