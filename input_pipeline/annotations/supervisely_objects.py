"""Objects of Supervisely's annotations: bitmaps, polygons, rectangles, lines.

Polygons are filled by OpenCV, outline included, and their holes are cut with
the outline too; the corners of a rectangle are pixels of it. A bitmap is a PNG
in base64, mostly packed by zlib, whose `origin` is [x, y].

Sources: developer.supervisely.com, "Supervisely annotation format: Objects";
supervisely/supervisely, `supervisely/geometry/{bitmap,polygon,rectangle}.py`.
"""

from collections.abc import Container, Sequence

from input_pipeline.annotations.class_label import class_label
from input_pipeline.annotations.large_json import short
from input_pipeline.annotations.opencv_shapes import draw_line
from input_pipeline.annotations.png_mask import as_runs, decode_mask
from input_pipeline.annotations.regions import Outline, Region, polygons

NO_AREA = {"point", "graph"}
"""Landmarks, which cover no pixels."""


def read_objects(
    objects: Sequence, classes: Container[str], height: int, width: int
) -> tuple[Region, ...]:
    """Reads `objects` of one annotation; those without an area are left out.

    Args:
        objects: of the file.
        classes: titles that `meta.json` lists.
        height: of the picture in pixels.
        width: of the picture in pixels.

    Raises:
        ValueError: if one is damaged; says which and what.
    """
    if not isinstance(objects, list):
        raise ValueError("it has no list `objects`")
    regions = []
    for number, entry in enumerate(objects, 1):
        own = entry.get("id") if isinstance(entry, dict) else None
        place = f"object {number if own is None else f'id {own!r:.40}'}"
        try:
            region = _read(entry, classes, height, width, place)
        except ValueError as error:
            raise ValueError(f"{place}: {short(error)}") from error
        if region is not None:
            regions.append(region)
    return tuple(regions)


def _read(entry, classes, height: int, width: int, place: str) -> Region | None:
    if not isinstance(entry, dict):
        raise ValueError(f"no object but {entry!r:.40}")
    kind = entry.get("geometryType")
    if isinstance(kind, str) and kind in NO_AREA:
        return None
    title = class_label(entry.get("classTitle"))
    if title not in classes:
        raise ValueError(f"the class {title!r:.40} is not listed in meta.json")
    return Region(title, read_outline(entry, height, width), place)


def read_outline(entry: dict, height: int, width: int) -> Outline:
    """Reads the outline of one object.

    Raises:
        ValueError: if it is damaged, or of a kind without an outline.
    """
    kind = entry.get("geometryType")
    if kind == "bitmap":
        return _bitmap(entry.get("bitmap"), height, width)
    if kind not in ("polygon", "rectangle", "line"):
        raise ValueError(
            f"the geometryType {kind!r:.40}, which says no outline. Draw "
            "bitmaps or polygons in Supervisely"
        )
    points = entry.get("points")
    if not isinstance(points, dict):
        raise ValueError("it has no `points`")
    outer, holes = points.get("exterior"), points.get("interior", [])
    if not isinstance(holes, list):
        raise ValueError(f"an interior that is no list but {holes!r:.40}")
    if kind == "polygon":
        return polygons([outer], height, width, holes, "opencv")
    if holes:
        raise ValueError(f"a {kind} with an interior")
    corners = [_point(point) for point in _list(outer)]
    if kind == "line":
        return draw_line(corners, height, width)
    if len(corners) != 2:
        raise ValueError(f"a rectangle of {len(corners)} points, not 2")
    (left, top), (right, bottom) = corners
    ring = [left, top, right, top, right, bottom, left, bottom]
    return polygons([ring], height, width, fill="opencv")


def _bitmap(found, height: int, width: int) -> Outline:
    if not isinstance(found, dict):
        raise ValueError("it has no `bitmap`")
    left, top = _point(found.get("origin"))
    if left != int(left) or top != int(top):
        raise ValueError(f"the origin {found['origin']!r:.40}")
    mask = decode_mask(found.get("data"), height, width)
    if not mask.any():
        raise ValueError("an empty mask, which Supervisely refuses too")
    rows, columns = mask.shape
    inside = 0 <= left <= width - columns and 0 <= top <= height - rows
    if not inside:
        raise ValueError(f"a mask that leaves the {width} x {height} picture")
    return as_runs(mask, int(left), int(top))


def _list(found) -> list:
    if not isinstance(found, list):
        raise ValueError(f"points that are no list but {found!r:.40}")
    return found


def _point(found) -> list[float]:
    is_pair = isinstance(found, list) and len(found) == 2
    if not is_pair or not {*map(type, found)} <= {int, float}:
        raise ValueError(f"the point {found!r:.40}, which is not x, y")
    if not all(abs(value) < 1e6 for value in found):
        raise ValueError(f"the point {found!r:.40}, far outside")
    return found
