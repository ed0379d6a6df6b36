"""Draws which color means which class."""

from collections.abc import Sequence

import numpy as np
from PIL import Image, ImageDraw

from deeplab_family.visualization.font import written

PAPER = (255, 255, 255)
INK = (32, 32, 32)


def draw_legend(
    entries: Sequence[tuple[str, Sequence[int]]],
    width: int,
    text_size: int,
    class_ids: Sequence[int] | None = None,
) -> np.ndarray:
    """Draws color patches with names, wrapped into lines.

    Args:
        entries: pairs of a name and its `(red, green, blue)`.
        width: int > 0. Wished width in pixels; the legend is wider only if
            one entry alone needs more.
        text_size: int > 0. Height of the text in pixels.
        class_ids: the id of each entry. `class 3` stands for a name whose
            letters no font has, see `font`. Defaults to None: its place.

    Returns:
        uint8 RGB `(height, at least width, 3)`; height 0 without entries.
    """
    if class_ids is None:
        class_ids = range(len(entries))
    texts = [
        written(name, text_size, f"class {class_id}")
        for (name, _), class_id in zip(entries, class_ids, strict=True)
    ]
    places, (width, height) = _place(texts, width, text_size)
    sheet = Image.new("RGB", (width, height), PAPER)
    pen = ImageDraw.Draw(sheet)
    for (text, font), (_, color), (x, y) in zip(
        texts, entries, places, strict=True
    ):
        patch = (x, y, x + text_size, y + text_size)
        pen.rectangle(patch, fill=tuple(color), outline=INK)
        text_at = (x + 1.5 * text_size, y + text_size / 2)
        pen.text(text_at, text, fill=INK, font=font, anchor="lm")
    return np.asarray(sheet)


def text_size_for(height: int, width: int) -> int:
    """A text height that can be read beside a picture of this size."""
    return int(np.clip(min(height, width) / 26, 12, 48))


def _place(texts, width, text_size):
    gap = text_size // 2
    lengths = [
        1.5 * text_size + font.getlength(text) + text_size
        for text, font in texts
    ]
    width = int(max([width, *(gap + length for length in lengths)]))
    places, x, y = [], gap, gap
    for length in lengths:
        if x + length > width and x > gap:
            x, y = gap, y + text_size + gap
        places.append((x, y))
        x += int(length)
    height = y + text_size + gap if texts else 0
    return places, (width, height)
