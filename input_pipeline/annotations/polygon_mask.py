"""Polygons filled as the tools fill them, within the box around them.

Which pixels lie inside is a matter of convention, and the tools differ by
half a pixel all round. pycocotools rounds the points to fifths of a pixel,
walks along the outline, and takes what lies between; Pillow and OpenCV paint
the outline too. A label is right where it is filled as its tool shows it.

Sources: `rleFrPoly` of cocodataset/cocoapi, common/maskApi.c;
`shape_to_mask` of wkentaro/labelme; supervisely/geometry/polygon.py.
"""

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from PIL import Image, ImageDraw

from input_pipeline.annotations.regions import Bitmap, Polygons
from input_pipeline.annotations.run_lengths import (
    decompress_all,
    fill_runs,
)
from input_pipeline.errors import DataError


class _Job(NamedTuple):
    """Rings to be filled, and the box around them in the picture."""

    rings: Sequence[np.ndarray]
    left: int
    top: int
    height: int
    width: int


def fill_polygons(
    outlines: Sequence[Polygons], height: int, width: int
) -> list[Bitmap]:
    """Fills polygons by the rules that they name; all at once is faster.

    Args:
        outlines: polygons that lie in the picture, but for a margin.
        height: of the picture in pixels.
        width: of the picture in pixels.

    Returns:
        For each the mask of the union without the holes, and where it begins.

    Raises:
        DataError: if the library that fills so is not installed.
    """
    boxes = [_box(outline.rings, height, width) for outline in outlines]
    jobs = [
        (outline.fill, _Job(rings, *box))
        for outline, box in zip(outlines, boxes, strict=True)
        for rings in (outline.rings, outline.holes)
    ]
    as_coco = (job for fill, job in jobs if fill == "coco")
    coco = iter(_fill_as_coco([job for job in as_coco if _is_there(job)]))
    filled = []
    for fill, job in jobs:
        if not _is_there(job):
            filled.append(np.zeros((0, 0), bool))
        elif fill == "coco":
            filled.append(next(coco))
        else:
            filled.append(_FILLS[fill](job))
    return [
        Bitmap(mask & ~holes if holes.size else mask, job.left, job.top)
        for (_, job), mask, holes in zip(
            jobs[::2], filled[::2], filled[1::2], strict=True
        )
    ]


def _is_there(job: _Job) -> bool:
    return bool(job.rings) and job.height > 0 and job.width > 0


def _box(rings, height: int, width: int) -> tuple[int, int, int, int]:
    points = rings[0] if len(rings) == 1 else np.concatenate(rings)
    left, top = np.floor(points.min(axis=0)).astype(int).tolist()
    # One more for fillers that paint the outline.
    right, bottom = np.floor(points.max(axis=0)).astype(int).tolist()
    left, top = max(left, 0), max(top, 0)
    bottom, right = min(bottom + 2, height), min(right + 2, width)
    return left, top, bottom - top, right - left


def _fill_as_coco(jobs: Sequence[_Job]) -> list[np.ndarray]:
    if not jobs:
        return []
    mask = _coco_masks()
    texts = []
    for job in jobs:
        # The box keeps the picture's origin: moved outlines round differently.
        size = job.top + job.height, job.left + job.width
        lists = [ring.ravel().tolist() for ring in job.rings]
        runs = mask.frPyObjects(lists, *size)
        if len(runs) > 1:
            runs = [mask.merge(runs)]
        texts.append(runs[0]["counts"])
    filled = []
    for job, counts in zip(jobs, decompress_all(texts), strict=True):
        height = job.top + job.height
        counts[0] -= job.left * height  # nothing lies before the box
        filled.append(fill_runs(counts, height, job.width)[job.top :])
    return filled


def _fill_as_pillow(job: _Job) -> np.ndarray:
    picture = Image.new("1", (job.width, job.height))
    pen = ImageDraw.Draw(picture)
    for ring in job.rings:
        moved = ring - (job.left, job.top)
        points = [tuple(point) for point in moved.tolist()]
        pen.polygon(points, fill=1, outline=1)
    return np.array(picture, bool)


def _fill_as_opencv(job: _Job) -> np.ndarray:
    try:
        import cv2
    except ImportError as error:
        raise DataError(
            "polygons of this tool are filled by OpenCV. Install it with "
            "`pip install opencv-python-headless`"
        ) from error
    mask = np.zeros((job.height, job.width), np.uint8)
    for ring in job.rings:
        points = np.round(ring).astype(np.int32) - (job.left, job.top)
        cv2.fillPoly(mask, [points.astype(np.int32)], 1)
    return mask.view(bool)


_FILLS = {"pillow": _fill_as_pillow, "opencv": _fill_as_opencv}


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
