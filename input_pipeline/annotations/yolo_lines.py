"""Lines of YOLO segmentation: a class number and an outline each.

`<class> <x1> <y1> <x2> <y2> ...`, as shares of width and height; three points
or more. An object of several parts is one outline whose parts hang together
by bridges without width.

Source: docs.ultralytics.com/datasets/segment.
"""

import math
from collections.abc import Sequence

from input_pipeline.annotations.regions import (
    Region,
    polygons,
    wide_margin,
)

BOX = 5
"""Numbers of a line that says a box: class, centre, width and height."""


class BoxLineError(ValueError):
    """A line says a box instead of an outline."""


def read_yolo_lines(
    text: str, class_names: Sequence[str], height: int, width: int
) -> tuple[Region, ...]:
    """Reads the label file of one image.

    Args:
        text: its lines; empty ones are left out.
        class_names: by class number.
        height: of the picture in pixels.
        width: of the picture in pixels.

    Raises:
        BoxLineError: if a line is a box.
        ValueError: if a line is damaged; says which and what.
    """
    regions = []
    for number, line in enumerate(text.splitlines(), 1):
        words = line.split()
        if not words:
            continue
        place = f"line {number}"
        try:
            name = _class_name(words[0], class_names)
            if len(words) == BOX:
                raise BoxLineError("a box (5 numbers) instead of an outline")
            shares = [_number(word) for word in words[1:]]
            points = [
                share * (width, height)[i % 2] for i, share in enumerate(shares)
            ]
            margin = wide_margin(height, width)
            outline = polygons([points], height, width, margin=margin)
        except ValueError as error:
            raise type(error)(f"{place}: {error}") from error
        regions.append(Region(name, outline, place))
    return tuple(regions)


def _class_name(word: str, class_names: Sequence[str]) -> str:
    if not (word.isascii() and word.isdigit() and len(word) < 10):
        raise ValueError(f"the class {word!r:.20}, which must be a number")
    if int(word) >= len(class_names):
        raise ValueError(
            f"the class {int(word)}; there are 0 to {len(class_names) - 1}"
        )
    return class_names[int(word)]


def _number(word: str) -> float:
    try:
        value = float(word)
    except ValueError as error:
        raise ValueError(f"{word!r:.20} is no number") from error
    if "_" in word or not math.isfinite(value):
        raise ValueError(f"{word!r:.20} is no number")
    return value
