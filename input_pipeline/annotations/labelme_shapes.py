"""Shapes of LabelMe's JSON, filled as LabelMe fills them.

LabelMe draws with Pillow, outlines included: lines 10 pixels wide, points as
circles of radius 5. AnyLabeling and X-AnyLabeling write the same files.

Sources: wkentaro/labelme, `labelme/_label_file.py` and
`labelme/_utils/shape.py` (`shape_to_mask`, `shapes_to_label`).
"""

import math
from collections.abc import Callable, Sequence

import numpy as np
from PIL import Image, ImageDraw

from input_pipeline.annotations.class_label import class_label
from input_pipeline.annotations.large_json import short
from input_pipeline.annotations.png_mask import as_runs, decode_mask
from input_pipeline.annotations.regions import (
    MARGIN,
    Bitmap,
    Outline,
    Region,
    polygons,
)

IGNORED = "__ignore__"
LINE_WIDTH = 10
POINT_RADIUS = 5
MOST_COORDINATE = 2**17
"""Coordinates beyond so many pixels are a mistake, whatever the shape."""


def read_shapes(
    entries, height: int, width: int, check_label: Callable[[str], None]
) -> tuple[Region, ...]:
    """Reads the list `shapes` of one file.

    Args:
        entries: the list.
        height: of the picture in pixels.
        width: of the picture in pixels.
        check_label: raises ValueError for a label that is not listed.

    Raises:
        ValueError: if a shape is damaged; says which and what.
    """
    if not isinstance(entries, list):
        raise ValueError("it has no list `shapes`")
    regions = []
    for number, entry in enumerate(entries, 1):
        place = f"shape {number}"
        try:
            if not isinstance(entry, dict):
                raise ValueError(f"no object but {entry!r:.40}")
            label = class_label(entry.get("label"))
            place = f"shape {number} ({label:.40})"
            check_label(label)
            outline = read_outline(entry, height, width)
        except ValueError as error:
            raise ValueError(f"{place}: {short(error)}") from error
        regions.append(Region(label, outline, place, ignored=label == IGNORED))
    return tuple(regions)


def read_outline(entry: dict, height: int, width: int) -> Outline:
    """Reads the outline of one shape.

    Raises:
        ValueError: if it is damaged, or of a kind that LabelMe does not have.
    """
    kind = entry.get("shape_type")
    if kind is None:  # files of before 2018
        kind = "polygon"
    points = _points(entry.get("points"))
    if kind == "mask":
        mask = decode_mask(entry.get("mask"), height, width)
        left, top = (round(value) for value in points[0])
        _refuse_outside(Bitmap(mask, left, top), height, width)
        return as_runs(mask, left, top)
    if not isinstance(kind, str) or kind not in _COUNTS:
        raise ValueError(
            f"the shape_type {kind!r:.40}; there are {', '.join(_COUNTS)}, mask"
        )
    low, high = _COUNTS[kind]
    if not low <= len(points) <= high:
        wanted = f"{low}" if low == high else f"{low} or more"
        raise ValueError(f"a {kind} of {len(points)} points, not {wanted}")
    if kind == "rectangle":
        (left, top), (right, bottom) = points
        points = [(left, top), (right, top), (right, bottom), (left, bottom)]
    if kind in ("polygon", "rectangle", "oriented_rectangle"):
        rings = [[list(point) for point in points]]
        return polygons(rings, height, width, fill="pillow")
    bitmap = _drawn(kind, points, height, width)
    _refuse_outside(bitmap, height, width)
    return as_runs(bitmap.mask, bitmap.left, bitmap.top)


_COUNTS = {
    "polygon": (3, math.inf),
    "rectangle": (2, 2),
    "oriented_rectangle": (4, 4),
    "circle": (2, 2),
    "line": (2, 2),
    "linestrip": (2, math.inf),
    "point": (1, 1),
}


def _points(found) -> list[tuple[float, float]]:
    if not isinstance(found, list) or not found:
        raise ValueError("a shape without points")
    for point in found:
        if not isinstance(point, list) or len(point) != 2:
            raise ValueError("a shape with a point that is not x, y")
        if not {*map(type, point)} <= {int, float}:
            raise ValueError("a shape of something else than numbers")
        if not all(abs(value) <= MOST_COORDINATE for value in point):
            raise ValueError("a shape far outside of the picture")
    return [(point[0], point[1]) for point in found]


def _drawn(kind: str, points: Sequence, height: int, width: int) -> Bitmap:
    """What is no polygon, drawn with the picture's origin as LabelMe does."""
    reach = LINE_WIDTH
    if kind == "circle":
        reach = math.dist(*points)
    elif kind == "point":
        reach = POINT_RADIUS
    xs, ys = zip(*points, strict=True)
    left, top = math.floor(min(xs) - reach), math.floor(min(ys) - reach)
    right, bottom = math.ceil(max(xs) + reach), math.ceil(max(ys) + reach)
    left, top = (min(max(v, 0), s) for v, s in ((left, width), (top, height)))
    size = min(right + 2, width), min(bottom + 2, height)
    if size[0] <= left or size[1] <= top:
        return Bitmap(np.zeros((0, 0), bool))
    picture = Image.new("1", size)
    pen = ImageDraw.Draw(picture)
    if kind in ("circle", "point"):
        x, y = points[0]
        box = (x - reach, y - reach), (x + reach, y + reach)
        pen.ellipse(box, outline=1, fill=1)
    else:
        joint = "curve" if kind == "linestrip" else None
        pen.line(points, fill=1, width=LINE_WIDTH, joint=joint)
    return Bitmap(np.array(picture, bool)[top:, left:], left, top)


def _refuse_outside(bitmap: Bitmap, height: int, width: int) -> None:
    bottom = bitmap.top + bitmap.mask.shape[0]
    right = bitmap.left + bitmap.mask.shape[1]
    inside = bitmap.top < height and bitmap.left < width
    if not bitmap.mask.size or not inside or min(bottom, right) <= 0:
        raise ValueError(f"a shape outside of the {width} x {height} picture")
    far = max(bottom - height, right - width, -bitmap.top, -bitmap.left)
    if far > MARGIN:
        raise ValueError(f"a mask that leaves the {width} x {height} picture")
