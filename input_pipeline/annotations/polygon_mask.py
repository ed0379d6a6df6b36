"""Polygons filled as the tools fill them, within the box around them.

Which pixels lie inside is a matter of convention, and the tools differ by
half a pixel all round. pycocotools rounds the points to fifths of a pixel,
walks along the outline, and takes what lies between; Pillow and OpenCV paint
the outline too. A label is right where it is filled as its tool shows it.

Sources: `rleFrPoly` of cocodataset/cocoapi, common/maskApi.c;
`shape_to_mask` of wkentaro/labelme; supervisely/geometry/polygon.py.
"""

from functools import lru_cache

import numpy as np
from PIL import Image, ImageDraw

from input_pipeline.annotations.regions import Bitmap, Polygons
from input_pipeline.annotations.run_lengths import (
    decompress,
    fill_runs,
)
from input_pipeline.errors import DataError


def fill_polygons(outline: Polygons, height: int, width: int) -> Bitmap:
    """Fills polygons by the rule that they name.

    Args:
        outline: polygons that lie in the picture, but for a margin.
        height: of the picture in pixels.
        width: of the picture in pixels.

    Returns:
        The mask of the union without the holes, and where it begins.

    Raises:
        DataError: if the library that fills so is not installed.
    """
    left, top, right, bottom = _box(outline.rings, height, width)
    size = bottom - top, right - left
    if min(size) <= 0:
        return Bitmap(np.zeros((0, 0), bool), left, top)
    fill = _FILLS[outline.fill]
    mask = fill(outline.rings, left, top, size)
    if outline.holes:
        mask = mask & ~fill(outline.holes, left, top, size)
    return Bitmap(mask, left, top)


def _box(rings, height: int, width: int) -> tuple[int, int, int, int]:
    points = rings[0] if len(rings) == 1 else np.concatenate(rings)
    left, top = np.floor(points.min(axis=0)).astype(int).tolist()
    # One more for fillers that paint the outline.
    right, bottom = np.floor(points.max(axis=0)).astype(int).tolist()
    return (
        max(left, 0),
        max(top, 0),
        min(right + 2, width),
        min(bottom + 2, height),
    )


def _fill_as_coco(rings, left: int, top: int, size) -> np.ndarray:
    mask = _coco_masks()
    # The box keeps the picture's origin: moved outlines round differently.
    height, width = top + size[0], size[1]
    lists = [ring.ravel().tolist() for ring in rings]
    runs = mask.frPyObjects(lists, height, left + width)
    if len(runs) > 1:
        runs = [mask.merge(runs)]
    counts = decompress(runs[0]["counts"])
    counts[0] -= left * height  # nothing lies in the columns before the box
    return fill_runs(counts, height, width)[top:]


def _fill_as_pillow(rings, left: int, top: int, size) -> np.ndarray:
    height, width = size
    picture = Image.new("1", (width, height))
    pen = ImageDraw.Draw(picture)
    for ring in rings:
        points = [tuple(point) for point in (ring - (left, top)).tolist()]
        pen.polygon(points, fill=1, outline=1)
    return np.array(picture, bool)


def _fill_as_opencv(rings, left: int, top: int, size) -> np.ndarray:
    try:
        import cv2
    except ImportError as error:
        raise DataError(
            "polygons of this tool are filled by OpenCV. Install it with "
            "`pip install opencv-python-headless`"
        ) from error
    mask = np.zeros(size, np.uint8)
    for ring in rings:
        points = np.round(ring).astype(np.int32) - (left, top)
        cv2.fillPoly(mask, [points.astype(np.int32)], 1)
    return mask.view(bool)


_FILLS = {
    "coco": _fill_as_coco,
    "pillow": _fill_as_pillow,
    "opencv": _fill_as_opencv,
}


@lru_cache(1)
def _coco_masks():
    try:
        from pycocotools import mask
    except ImportError as error:
        raise DataError(
            "polygons are filled by pycocotools. Install it with "
            "`pip install pycocotools`"
        ) from error
    return mask
