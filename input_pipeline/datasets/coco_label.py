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
    # Masks come column by column; on the other order all this takes longer.
    shape = picture.width, picture.height
    label, covered = np.zeros(shape, np.uint8), np.zeros(shape, bool)
    ignored = np.zeros(shape, bool)
    for thing in picture.objects:
        mask = _columns(thing, picture.height, picture.width)
        too_small = thing.area < smallest_object
        ignored |= mask if too_small else covered & mask
        covered |= mask
        np.putmask(label, mask, thing.class_id)
    np.putmask(label, ignored, IGNORE_LABEL)
    return label.T


def _columns(thing: CocoObject, height: int, width: int) -> np.ndarray:
    """The mask of an object, bool of shape `(width, height)`."""
    if thing.counts:
        inside = np.arange(len(thing.counts)) % 2 == 1
        return np.repeat(inside, thing.counts).reshape(width, height)
    try:
        from pycocotools import mask
    except ImportError as error:
        raise DataError(
            "the masks of COCO need pycocotools. Install it with "
            "`pip install pycocotools`"
        ) from error
    polygons = [list(points) for points in thing.polygons]
    runs = mask.merge(mask.frPyObjects(polygons, height, width))
    return mask.decode(runs).T.view(bool)
