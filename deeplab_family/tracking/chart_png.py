"""Charts as a picture, with OpenCV's lines and Pillow's letters."""

from collections.abc import Sequence

import cv2
import numpy as np
from PIL import Image, ImageDraw

from deeplab_family.pages.line_chart import (
    COLORS,
    HEIGHT,
    TEXT,
    WIDTH,
    Chart,
)
from deeplab_family.visualization import contact_sheet
from deeplab_family.visualization.font import written

SCALE = 2
"""Pixels of a unit."""

INK, GRAY, GRID = (28, 32, 38), (90, 98, 109), (217, 221, 227)
"""The stylesheet's --ink, --soft and --line, on white paper."""

_FRACTION = 4
"""Bits after the point in OpenCV's coordinates."""


def draw_charts(charts: Sequence[Chart], columns: int = 2) -> np.ndarray:
    """Charts in rows, as uint8 RGB `(height, width, 3)`."""
    return contact_sheet([_draw(chart) for chart in charts], columns, gap=0)


def _draw(chart: Chart) -> np.ndarray:
    paper = np.full((HEIGHT * SCALE, WIDTH * SCALE, 3), 255, np.uint8)
    for y, _ in chart.y_labels():
        _line(paper, [(chart.left, y), (chart.right, y)], GRID)
    corner = [
        (chart.left, chart.top),
        (chart.left, chart.bottom),
        (chart.right, chart.bottom),
    ]
    _line(paper, corner, GRAY)
    for line, color in zip(chart.series, COLORS, strict=False):
        for piece in line.pieces:
            _line(paper, [chart.at(*point) for point in piece], color, 2)
        for point in line.dots():
            _dot(paper, chart.at(*point), color)
    return _with_words(paper, chart)


def _with_words(paper: np.ndarray, chart: Chart) -> np.ndarray:
    image = Image.fromarray(paper)
    pen = ImageDraw.Draw(image)
    _write(pen, (chart.left, 16), chart.title, INK, "lm", TEXT + 2)
    for x, text in chart.x_labels():
        _write(pen, (x, chart.bottom + 12), text, GRAY, "mm")
    for y, text in chart.y_labels():
        _write(pen, (chart.left - 6, y), text, GRAY, "rm")
    middle = (chart.left + chart.right) / 2
    _write(pen, (middle, HEIGHT - 10), chart.x.name, GRAY, "mm")
    if chart.is_empty:
        between = (middle, (chart.top + chart.bottom) / 2)
        _write(pen, between, "no number yet", GRAY, "mm")
    if chart.has_legend:
        _legend(pen, chart)
    return np.asarray(image)


def _legend(pen, chart: Chart):
    x, y = chart.left, 38
    for line, color in zip(chart.series, COLORS, strict=False):
        _bar(pen, x, y, color)
        x = _write(pen, (x + 20, y), line.name, INK, "lm") + 16


def _bar(pen, x, y, color):
    box = (x, y - 1.5, x + 14, y + 1.5)
    pen.rectangle([round(SCALE * side) for side in box], fill=color)


def _write(pen, place, text, color, anchor, size=TEXT) -> float:
    """Writes, and returns where the text ends, in units."""
    text, font = written(text, SCALE * size, ascii(text)[1:-1])
    x, y = (SCALE * side for side in place)
    pen.text((x, y), text, fill=color, font=font, anchor=anchor)
    return place[0] + font.getlength(text) / SCALE


def _line(paper, points, color, width=1):
    if len(points) > 1:
        path = np.array([_fixed(point) for point in points], np.int32)
        cv2.polylines(
            paper, [path], False, color, SCALE * width, cv2.LINE_AA, _FRACTION
        )


def _dot(paper, point, color):
    radius = round(2.6 * SCALE * 2**_FRACTION)
    cv2.circle(
        paper, _fixed(point), radius, color, cv2.FILLED, cv2.LINE_AA, _FRACTION
    )


def _fixed(point) -> tuple[int, int]:
    x, y = (round(SCALE * side * 2**_FRACTION) for side in point)
    return x, y
