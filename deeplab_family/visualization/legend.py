"""Draws which color means which class."""

from collections.abc import Sequence

import numpy as np
from PIL import Image, ImageDraw, ImageFont

PAPER = (255, 255, 255)
INK = (32, 32, 32)


def draw_legend(
    entries: Sequence[tuple[str, Sequence[int]]], width: int, text_size: int
) -> np.ndarray:
    """Draws color patches with names, wrapped into lines.

    Args:
        entries: pairs of a name and its `(red, green, blue)`.
        width: int > 0. Wished width in pixels; the legend is wider only if
            one entry alone needs more.
        text_size: int > 0. Height of the text in pixels.

    Returns:
        uint8 RGB `(height, at least width, 3)`; height 0 without entries.
    """
    font = ImageFont.load_default(text_size)
    places, (width, height) = _place(entries, width, text_size, font)
    sheet = Image.new("RGB", (width, height), PAPER)
    pen = ImageDraw.Draw(sheet)
    for (name, color), (x, y) in zip(entries, places, strict=True):
        patch = (x, y, x + text_size, y + text_size)
        pen.rectangle(patch, fill=tuple(color), outline=INK)
        text_at = (x + 1.5 * text_size, y + text_size / 2)
        pen.text(text_at, name, fill=INK, font=font, anchor="lm")
    return np.asarray(sheet)


def text_size_for(height: int, width: int) -> int:
    """A text height that can be read beside a picture of this size."""
    return int(np.clip(min(height, width) / 26, 12, 48))


def _place(entries, width, text_size, font):
    gap = text_size // 2
    lengths = [
        1.5 * text_size + font.getlength(name) + text_size
        for name, _ in entries
    ]
    width = int(max([width, *(gap + length for length in lengths)]))
    places, x, y = [], gap, gap
    for length in lengths:
        if x + length > width and x > gap:
            x, y = gap, y + text_size + gap
        places.append((x, y))
        x += int(length)
    height = y + text_size + gap if entries else 0
    return places, (width, height)
