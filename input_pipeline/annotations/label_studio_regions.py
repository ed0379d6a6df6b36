"""Regions of Label Studio: brush, polygons, rectangles and ellipses.

Coordinates are percent of the picture's size, from its corner. A rectangle
turns around its upper left corner, an ellipse lies around its x and y
(labelstud.io calls that a corner; the editor's source draws it as center).
All are filled as pycocotools fills polygons, as Label Studio's own COCO export
does.

Sources: labelstud.io/tags/{brushlabels,polygonlabels,rectanglelabels,
ellipselabels}; HumanSignal/label-studio, `EllipseRegion` (`bboxCoords`).
"""

import math
from collections.abc import Sequence

from input_pipeline.annotations.class_label import class_label
from input_pipeline.annotations.label_studio_runs import decode_brush
from input_pipeline.annotations.large_json import short
from input_pipeline.annotations.png_mask import as_runs, decode_mask
from input_pipeline.annotations.regions import (
    MARGIN,
    Outline,
    Region,
    polygons,
    side,
    wide_margin,
)

LABELS = (
    *("brushlabels", "bitmasklabels", "polygonlabels", "rectanglelabels"),
    *("ellipselabels", "labels"),
)
"""Types of results with an outline, and the key of their labels."""

NO_AREA = {
    *("choices", "taxonomy", "rating", "number", "textarea", "datetime"),
    *("relation", "pairwise", "ranker", "keypoint", "keypointlabels"),
    # Halves of a pair; the other half, "labels", has outline and label.
    *("brush", "bitmask", "polygon", "rectangle", "ellipse"),
}
MOST_PIXELS = 80_000_000
"""Of a picture; decoding the runs of a brush takes 16 bytes for each."""

ELLIPSE_POINTS = 180
_URL = "data:image/png;base64,"


def read_regions(
    results: Sequence,
) -> tuple[tuple[Region, ...], tuple[int, int] | None]:
    """Reads the results of one annotation; those without an area are left out.

    Args:
        results: of the file.

    Returns:
        The regions; and height and width of the picture, or None where no
        region says them.

    Raises:
        ValueError: if one is damaged; says which and what.
    """
    regions, size = [], None
    for number, result in enumerate(results, 1):
        own = result.get("id") if isinstance(result, dict) else None
        place = f"region {number if own is None else own!r:.40}"
        try:
            read = _read(result, place)
        except ValueError as error:
            raise ValueError(f"{place}: {short(error)}") from error
        if read is None:
            continue
        region, own_size = read
        if size not in (None, own_size):
            raise ValueError(
                f"{place}: drawn on {own_size[1]} x {own_size[0]} pixels, "
                f"others on {size[1]} x {size[0]}"
            )
        size = own_size
        regions.append(region)
    return tuple(regions), size


def _read(result, place: str) -> tuple[Region, tuple[int, int]] | None:
    if not isinstance(result, dict):
        raise ValueError(f"no object but {result!r:.40}")
    kind = result.get("type")
    if isinstance(kind, str) and kind in NO_AREA:
        return None
    if kind not in LABELS:
        raise ValueError(f"the type {kind!r:.40}, which says no outline")
    value = result.get("value")
    if not isinstance(value, dict):
        raise ValueError("it has no `value`")
    height = side(result.get("original_height"), "original_height")
    width = side(result.get("original_width"), "original_width")
    if height * width > MOST_PIXELS:
        raise ValueError(f"a picture of {width} x {height} pixels")
    if result.get("image_rotation", 0) not in (0, None):
        raise ValueError(
            "the picture was turned in Label Studio (image_rotation "
            f"{result['image_rotation']!r:.20}). Turn the file, and draw again"
        )
    label = _label(value, kind)
    outline = read_outline(value, height, width)
    return Region(label, outline, place), (height, width)


def _label(value: dict, kind: str) -> str:
    labels = value.get(kind)
    if not isinstance(labels, list) or not labels:
        raise ValueError("a region without a label")
    if len(labels) > 1:
        raise ValueError(f"a region with several labels, {labels!r:.60}")
    return class_label(labels[0])


def read_outline(value: dict, height: int, width: int) -> Outline:
    """Reads the outline of one region, by the keys that are there.

    Args:
        value: of a result.
        height: of the picture in pixels.
        width: of the picture in pixels.

    Raises:
        ValueError: if it is damaged, or there is none.
    """
    if "rle" in value:
        if not isinstance(value["rle"], list):
            raise ValueError("brush runs that are no list")
        if not {*map(type, value["rle"])} <= {int}:
            raise ValueError("brush runs of something else than whole numbers")
        return as_runs(decode_brush(_small(value["rle"]), height, width))
    if "imageDataURL" in value:
        text = value["imageDataURL"]
        if not isinstance(text, str) or not text.startswith(_URL):
            raise ValueError("a mask that is no PNG picture")
        return as_runs(decode_mask(text.removeprefix(_URL), height, width))
    margin: float = wide_margin(height, width)
    if "points" in value:
        points = value["points"]
        if not isinstance(points, list):
            raise ValueError(f"points that are no list but {points!r:.40}")
        corners, margin = [_point(point) for point in points], MARGIN
    elif "radiusX" in value:
        corners = _ellipse(value, height, width)
    elif "width" in value:
        corners = _rectangle(value, height, width)
    else:
        raise ValueError("a region without an outline")
    scaled = [[x * width / 100, y * height / 100] for x, y in corners]
    return polygons([scaled], height, width, margin=margin)


def _small(numbers: list[int]) -> list[int]:
    if numbers and not 0 <= min(numbers) <= max(numbers) <= 255:
        raise ValueError("brush runs with numbers outside of 0..255")
    return numbers


def _rectangle(value: dict, height: int, width: int) -> list[tuple]:
    x, y, wide, high = (
        _number(value, key) for key in ("x", "y", "width", "height")
    )
    if wide < 0 or high < 0:
        raise ValueError("a rectangle of negative size")
    corners = [(0, 0), (wide, 0), (wide, high), (0, high)]
    return _turned(corners, (x, y), _rotation(value), height / width)


def _ellipse(value: dict, height: int, width: int) -> list[tuple]:
    x, y, wide, high = (
        _number(value, key) for key in ("x", "y", "radiusX", "radiusY")
    )
    if wide < 0 or high < 0:
        raise ValueError("an ellipse with a negative radius")
    angles = [2 * math.pi * i / ELLIPSE_POINTS for i in range(ELLIPSE_POINTS)]
    rim = [(wide * math.cos(a), high * math.sin(a)) for a in angles]
    return _turned(rim, (x, y), _rotation(value), height / width)


def _turned(points, around, degrees: float, high_by_wide: float) -> list[tuple]:
    """Points relative to one, turned clockwise in pixels, not in percent."""
    cos, sin = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    return [
        (
            around[0] + a * cos - b * high_by_wide * sin,
            around[1] + a / high_by_wide * sin + b * cos,
        )
        for a, b in points
    ]


def _rotation(value: dict) -> float:
    return _number(value, "rotation") if value.get("rotation") else 0


def _point(point) -> tuple[float, float]:
    if not isinstance(point, list) or len(point) != 2:
        raise ValueError(f"the point {point!r:.40}, which is not x, y")
    return _checked(point[0], "x"), _checked(point[1], "y")


def _number(value: dict, key: str) -> float:
    return _checked(value.get(key), key)


def _checked(value, what: str) -> float:
    if type(value) not in (int, float) or not abs(value) <= 1000:
        raise ValueError(f"{what} is {value!r:.40}, which is no percentage")
    return value
