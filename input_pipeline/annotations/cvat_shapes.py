"""Shapes of CVAT's XML, filled as CVAT fills them for its masks.

Polygons and boxes as pycocotools, ellipses by OpenCV. Polylines, which CVAT
leaves out of masks, are lines one pixel wide, since they have no width.

Source: cvat-ai/cvat, `cvat/apps/dataset_manager/formats/transformations.py`
(`RotatedBoxesToPolygons`, `MaskConverter`, `EllipsesToMasks`).
"""

import math
from collections.abc import Container, Mapping, Sequence

from input_pipeline.annotations.class_label import class_label
from input_pipeline.annotations.cvat_xml import NO_AREA
from input_pipeline.annotations.large_json import short
from input_pipeline.annotations.opencv_shapes import (
    draw_ellipse,
    draw_line,
)
from input_pipeline.annotations.regions import (
    MOST_SIDE,
    Bitmap,
    Outline,
    Region,
    RunLengths,
    polygons,
    run_lengths,
    wide_margin,
)

Attributes = Mapping[str, str]


def read_shapes(
    shapes: Sequence[tuple[str, Attributes]],
    labels: Container[str],
    height: int,
    width: int,
) -> tuple[Region, ...]:
    """Reads the shapes of one image; those without an area are left out.

    Args:
        shapes: name and attributes of each element.
        labels: names that are listed; empty if any name will do.
        height: of the picture in pixels.
        width: of the picture in pixels.

    Raises:
        ValueError: if one is damaged; says which and what.
    """
    regions = []
    for number, (kind, found) in enumerate(shapes, 1):
        if kind in NO_AREA:
            continue
        place = f"shape {number}, a {kind}"
        try:
            label = class_label(found.get("label"))
            if labels and label not in labels:
                raise ValueError(f"the label {label!r:.40} is not listed")
            outline = read_outline(kind, found, height, width)
            z_order = _number(found.get("z_order", "0"), "z_order")
        except ValueError as error:
            raise ValueError(f"{place}: {short(error)}") from error
        regions.append(Region(label, outline, place, z_order=z_order))
    return tuple(regions)


def read_outline(
    kind: str, found: Attributes, height: int, width: int
) -> Outline:
    """Reads the outline of one shape.

    Args:
        kind: name of the element.
        found: its attributes.
        height: of the picture in pixels.
        width: of the picture in pixels.

    Raises:
        ValueError: if it is damaged, or has no outline.
    """
    margin = wide_margin(height, width)
    if kind in ("polygon", "box"):
        ring = _points(found) if kind == "polygon" else _corners(found)
        return polygons([ring], height, width, margin=margin)
    if kind == "mask":
        return _runs(found, height, width)
    if kind == "ellipse":
        return _ellipse(found, height, width)
    if kind == "polyline":
        return draw_line(_points(found), height, width, margin)
    raise ValueError(
        f"a {kind} says no outline. Draw a polygon or a mask in CVAT instead"
    )


def _points(found: Attributes) -> list[list[float]]:
    points = []
    for pair in found.get("points", "").split(";"):
        words = pair.split(",")
        if len(words) != 2:
            raise ValueError(f"the point {pair!r:.40}, which is not 'x,y'")
        points.append([_number(word, "coordinate") for word in words])
    return points


def _corners(found: Attributes) -> list[list[float]]:
    left, top, right, bottom = (
        _number(found.get(key), key) for key in ("xtl", "ytl", "xbr", "ybr")
    )
    turn = math.radians(_number(found.get("rotation", "0"), "rotation"))
    x, y = (left + right) / 2, (top + bottom) / 2
    cos, sin = math.cos(turn), math.sin(turn)
    corners = (left, top), (right, top), (right, bottom), (left, bottom)
    return [
        [x + cos * (a - x) - sin * (b - y), y + sin * (a - x) + cos * (b - y)]
        for a, b in corners
    ]


def _runs(found: Attributes, height: int, width: int) -> RunLengths:
    left, top, columns, rows = (
        _whole(found.get(key), key)
        for key in ("left", "top", "width", "height")
    )
    if left + columns > width or top + rows > height:
        raise ValueError(f"a mask that leaves the {width} x {height} picture")
    words = found.get("rle", "").split(",")
    counts = [_whole(word.strip(), "run length") for word in words]
    return run_lengths(counts, rows, columns, "rows", left, top)


def _ellipse(found: Attributes, height: int, width: int) -> Bitmap:
    x, y, wide, high = (
        _number(found.get(key), key) for key in ("cx", "cy", "rx", "ry")
    )
    turn = _number(found.get("rotation", "0"), "rotation")
    return draw_ellipse((x, y), (wide, high), turn, height, width)


def _number(word, what: str) -> float:
    try:
        value = float(word)
    except (TypeError, ValueError) as error:
        raise ValueError(f"{what} is {word!r:.40}") from error
    if "_" in word or not abs(value) <= 2 * MOST_SIDE:
        raise ValueError(f"{what} is {word!r:.40}")
    return value


def _whole(word, what: str) -> int:
    if word is None or not (word.isascii() and word.isdigit()):
        raise ValueError(f"{what} is {word!r:.40}")
    if len(word) > 10:
        raise ValueError(f"{what} is {word!r:.40}")
    return int(word)
