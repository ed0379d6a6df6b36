"""Regions of a photograph as a labelling tool stores them, not yet drawn.

Coordinates count from the upper left corner of the picture; pixel j covers
j..j+1. Readers make these objects by `polygons`, `run_lengths` and `bitmap`,
which check what a file says; whoever knows that it is right makes them
directly.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Literal

import numpy as np

Fill = Literal["coco", "pillow", "opencv"]
"""Who fills a polygon: pycocotools, or with the outline painted too Pillow
(as LabelMe) or OpenCV (as Supervisely)."""

Order = Literal["columns", "rows"]
"""How run lengths walk through their box: COCO by columns, CVAT by rows."""

MARGIN = 2
"""Outlines may leave the picture by so many pixels, by rounding."""

MOST_SIDE = 65_500
"""Pixels; JPEG has no longer side."""


@dataclass(frozen=True, eq=False)
class Polygons:
    """Outline: the union of some polygons, without the holes.

    Args:
        rings: float arrays of shape `(points, 2)`, x and y in pixels.
        holes: arrays alike, which are cut out of the union.
        fill: whose rule says which pixels lie inside.
    """

    rings: tuple[np.ndarray, ...]
    holes: tuple[np.ndarray, ...] = ()
    fill: Fill = "coco"


@dataclass(frozen=True, eq=False)
class RunLengths:
    """Outline: lengths of runs outside and inside, in turn, in a box.

    Args:
        counts: int array; the first run lies outside and may be 0. Together
            `height * width`.
        height: of the box in pixels.
        width: of the box in pixels.
        order: whether the runs walk down the columns or along the rows.
        left: where the box begins in the picture.
        top: likewise.
    """

    counts: np.ndarray
    height: int
    width: int
    order: Order = "columns"
    left: int = 0
    top: int = 0


@dataclass(frozen=True, eq=False)
class Bitmap:
    """Outline: a small mask and its place.

    Args:
        mask: bool array of shape `(height, width)`.
        left: where it begins in the picture.
        top: likewise.
    """

    mask: np.ndarray
    left: int = 0
    top: int = 0


Outline = Polygons | RunLengths | Bitmap


@dataclass(frozen=True, eq=False)
class Region:
    """One object of an annotation.

    Args:
        class_name: as the tool has it.
        outline: which pixels it covers.
        place: words for messages, such as "annotation id 7".
        ignored: whether its pixels count for no class; they become 255
            wherever no other region lies.
        z_order: regions of a higher number lie over those of a lower one;
            among equals the later one in the file is the later one.
    """

    class_name: str
    outline: Outline
    place: str = ""
    ignored: bool = False
    z_order: float = 0


@dataclass(frozen=True, eq=False)
class AnnotatedImage:
    """A photograph and what was drawn on it.

    Args:
        name: unique within a split: the file's path without its ending, as
            the tool has it, with "/" between folders.
        path: the file of the photograph.
        height: in pixels.
        width: in pixels.
        regions: in the order of the file; may be empty.
    """

    name: str
    path: Path
    height: int
    width: int
    regions: tuple[Region, ...] = ()


def polygons(
    rings: Sequence,
    height: int,
    width: int,
    holes: Sequence = (),
    fill: Fill = "coco",
    margin: float = MARGIN,
) -> Polygons:
    """Checks polygons as a file has them.

    Args:
        rings: each a list `[x, y, x, y, ...]` or `[[x, y], ...]`.
        height: of the picture in pixels.
        width: of the picture in pixels.
        holes: likewise.
        fill: see `Polygons`.
        margin: pixels by which it may leave the picture; see `wide_margin`
            for tools that let people draw beyond the edge.

    Raises:
        ValueError: if there is none, one has less than three points, is of
            something else than numbers or leaves the picture. Says what, not
            where.
    """
    if not isinstance(rings, list | tuple) or not rings:
        raise ValueError("an outline without polygons")
    return Polygons(
        tuple(_ring(ring, height, width, margin) for ring in rings),
        tuple(_ring(ring, height, width, margin) for ring in holes),
        fill,
    )


def wide_margin(height: int, width: int) -> float:
    """The margin for tools that let people draw beyond the edge, as CVAT."""
    return max(height, width) / 2


def _ring(points, height: int, width: int, margin: float) -> np.ndarray:
    if not isinstance(points, list | tuple):
        raise ValueError(f"a polygon that is no list but {points!r:.40}")
    if points and isinstance(points[0], list | tuple):
        if any(not _is_point(point) for point in points):
            raise ValueError("a polygon with a point that is not x, y")
        points = [value for point in points for value in point]
    # Built-in loops, since a file holds very many of these numbers.
    if not {*map(type, points)} <= {int, float}:
        raise ValueError("a polygon of something else than numbers")
    if len(points) % 2:
        raise ValueError("a polygon whose last point lacks its y")
    if len(points) < 6:
        raise ValueError("a polygon of less than three points")
    try:
        ring = np.array(points, np.float64).reshape(-1, 2)
    except OverflowError as error:
        raise ValueError("a polygon with a huge number") from error
    left, top = ring.min(axis=0)
    right, bottom = ring.max(axis=0)
    inside_x = -margin <= left <= width and 0 <= right <= width + margin
    inside_y = -margin <= top <= height and 0 <= bottom <= height + margin
    if not (inside_x and inside_y):  # as with what is not a number
        raise ValueError(f"a polygon outside of the {width} x {height} picture")
    return ring


def _is_point(point) -> bool:
    return isinstance(point, list | tuple) and len(point) == 2


def run_lengths(
    counts: list[int] | np.ndarray,
    height: int,
    width: int,
    order: Order = "columns",
    left: int = 0,
    top: int = 0,
) -> RunLengths:
    """Checks run lengths as a file has them.

    Args:
        counts: lengths outside and inside in turn.
        height: of their box in pixels.
        width: of their box in pixels.
        order: see `RunLengths`.
        left: see `RunLengths`.
        top: see `RunLengths`.

    Raises:
        ValueError: if they are no lengths or do not fill their box.
    """
    if isinstance(counts, list | tuple):
        if not {*map(type, counts)} <= {int}:
            raise ValueError("a run length that is no whole number")
        if any(not -1 < count <= height * width for count in counts):
            raise ValueError("a run of negative length, or too long")
        counts = np.array(counts, np.int64)
    if not isinstance(counts, np.ndarray):
        raise ValueError("runs that are neither a list nor a text")
    if counts.size and counts.min() < 0:
        raise ValueError("a run of negative length")
    if counts.sum() != height * width:
        raise ValueError(
            f"runs of {counts.sum():,} pixels for {width} x {height}"
        )
    return RunLengths(counts, height, width, order, left, top)


def side(value, what: str) -> int:
    """Checks a height or width in pixels; `what` it is, for the message.

    Raises:
        ValueError: if it is no whole number from 1 to `MOST_SIDE`.
    """
    if isinstance(value, float) and math.isfinite(value) and value % 1 == 0:
        value = int(value)
    if type(value) is not int or not 1 <= value <= MOST_SIDE:
        raise ValueError(
            f"a {what} of {value!r:.40}, which must be a whole number from 1 "
            f"to {MOST_SIDE:,}"
        )
    return value


def _is_drive(part: str) -> bool:
    """`C:` or `http:`; a time of day like 12:30 is none."""
    return part.endswith(":") or (part[:1].isalpha() and part[1:2] == ":")


def inner_path(name) -> PurePosixPath:
    """Checks a file name of an annotation; it must stay in its folder.

    Args:
        name: as the file has it; backslashes are taken for "/".

    Raises:
        ValueError: if it is empty, no text, or leads elsewhere.
    """
    if not isinstance(name, str) or not name.strip():
        raise ValueError(f"a file name of {name!r:.40}")
    path = PurePosixPath(name.replace("\\", "/"))
    parts = path.parts
    leads_out = not parts or path.is_absolute() or _is_drive(parts[0])
    is_long = any(len(part.encode("utf-8", "replace")) > 250 for part in parts)
    if leads_out or ".." in parts or "\0" in name or is_long:
        raise ValueError(f"the file name {name!r:.60}, which leads elsewhere")
    return path
