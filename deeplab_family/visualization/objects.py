"""Objects on a photograph: boxes with names and scores, masks below them."""

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from PIL import Image, ImageDraw

from deeplab_family.visualization.coloring import OPACITY
from deeplab_family.visualization.font import written
from deeplab_family.visualization.legend import text_size_for

LIGHT = 140
"""Luma of colors, 0..255, from which on letters on them are dark."""


@dataclass(frozen=True, eq=False)
class DrawnObject:
    """One object as it is drawn.

    Attributes:
        box: x1, y1, x2, y2 in pixels of the photograph.
        class_id: place in names and colors.
        score: 0..1; None for an object of the truth.
        mask: bool `(height, width)` of the photograph; None without one.
    """

    box: Sequence[float]
    class_id: int
    score: float | None = None
    mask: np.ndarray | None = None


def draw_objects(
    image: np.ndarray,
    objects: Sequence[DrawnObject],
    palette: Sequence[Sequence[int]],
    class_names: Sequence[str],
    opacity: float = OPACITY,
) -> np.ndarray:
    """Draws masks, then boxes, then their labels; the surest object on top.

    Args:
        image: uint8 RGB `(height, width, 3)`.
        objects: any number.
        palette: the `(red, green, blue)` of each class.
        class_names: the name of each class.
        opacity: 0..1, share of the class color in masks.

    Returns:
        uint8 RGB of the same size.
    """
    rising = sorted(objects, key=lambda each: each.score or 0.0)
    picture = np.array(image)
    for each in rising:
        if each.mask is not None:
            _paint(picture, each.mask, palette[each.class_id], opacity)
    drawn = Image.fromarray(picture)
    pen = ImageDraw.Draw(drawn)
    size = max(10, text_size_for(*image.shape[:2]) * 2 // 3)
    for each in rising:
        _draw_box(pen, each, palette[each.class_id], max(1, size // 8))
    for each in rising:
        _draw_label(pen, each, palette, class_names, size)
    return np.asarray(drawn)


def _paint(picture, mask, color, opacity):
    """Mixes a color into the mask, in place; its outline stays full."""
    inside = np.asarray(mask, bool)
    mixed = (1 - opacity) * picture[inside] + opacity * np.asarray(color)
    picture[inside] = np.round(mixed).astype(np.uint8)
    outlines, _ = cv2.findContours(
        inside.astype(np.uint8), cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE
    )
    for outline in outlines:
        picture[outline[:, 0, 1], outline[:, 0, 0]] = color


def _draw_box(pen, each: DrawnObject, color, width: int):
    x1, y1, x2, y2 = each.box
    corners = (x1, y1, max(x1, x2 - 1), max(y1, y2 - 1))
    pen.rectangle(corners, outline=tuple(map(int, color)), width=width)


def _draw_label(pen, each: DrawnObject, palette, class_names, size: int):
    color = tuple(map(int, palette[each.class_id]))
    name, font = written(
        class_names[each.class_id], size, f"class {each.class_id}"
    )
    text = name if each.score is None else f"{name} {100 * each.score:.0f}"
    width, height = font.getlength(text) + size // 2, round(1.3 * size)
    x1, y1 = each.box[0], each.box[1]
    top = y1 - height if y1 >= height else y1
    pen.rectangle((x1, top, x1 + width, top + height), fill=color)
    luma = np.dot(color, (0.299, 0.587, 0.114))
    ink = (0, 0, 0) if luma > LIGHT else (255, 255, 255)
    pen.text(
        (x1 + size // 4, top + height / 2), text, ink, font=font, anchor="lm"
    )
