"""One annotated object of COCO: its class, its size and its outline."""

import math
from dataclasses import dataclass

from input_pipeline.datasets.coco_runs import read_runs

MARGIN = 2
"""Outlines may leave the picture by so many pixels, by rounding."""


@dataclass(frozen=True)
class CocoObject:
    """An object, checked.

    Args:
        class_id: its class.
        area: of its mask in pixels, as the annotation says.
        polygons: each `(x, y, x, y, ...)` of three points or more; empty for
            an outline of run lengths.
        counts: run lengths, as COCO has them for crowds and other tools for
            all, column by column, beginning outside.
    """

    class_id: int
    area: float
    polygons: tuple[tuple[float, ...], ...]
    counts: tuple[int, ...]


def read_object(
    entry: dict, class_id: int, height: int, width: int
) -> CocoObject:
    """Checks one entry of `annotations`.

    Args:
        entry: as the JSON file has it.
        class_id: of the object.
        height: of the picture in pixels.
        width: of the picture in pixels.

    Raises:
        KeyError, TypeError, ValueError: if it is not as COCO writes it.
    """
    area, outline = entry["area"], entry["segmentation"]
    if not _is_number(area) or area < 0:
        raise ValueError(f"an area of {area!r}")
    if isinstance(outline, dict):
        counts = read_runs(outline, height, width)
        return CocoObject(class_id, float(area), (), counts)
    if not isinstance(outline, list) or not outline:
        raise ValueError("a segmentation that is neither polygons nor runs")
    polygons = tuple(_check_polygon(p, height, width) for p in outline)
    return CocoObject(class_id, float(area), polygons, ())


def _check_polygon(points, height: int, width: int) -> tuple[float, ...]:
    if not isinstance(points, list) or len(points) < 6 or len(points) % 2:
        raise ValueError("a polygon of less than three points")
    # Built-in loops, since a file holds very many of these numbers.
    if not {*map(type, points)} <= {int, float}:
        raise ValueError("a polygon of something else than numbers")
    for values, most in ((points[0::2], width), (points[1::2], height)):
        inside = -MARGIN <= min(values) and max(values) <= most + MARGIN
        if not inside or not math.isfinite(sum(values)):
            raise ValueError("a polygon outside of the picture")
    return tuple(map(float, points))


def _is_number(value) -> bool:
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return is_number and math.isfinite(value)
