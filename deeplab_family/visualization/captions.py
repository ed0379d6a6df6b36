"""Captions: a line of text above a picture."""

import numpy as np
from PIL import Image, ImageDraw

from deeplab_family.visualization.font import written
from deeplab_family.visualization.legend import INK, PAPER
from deeplab_family.visualization.sheets import stack_down


def captioned(picture: np.ndarray, text: str, text_size: int) -> np.ndarray:
    """The picture below a line of text, which may make it wider.

    Args:
        picture: uint8 RGB `(height, width, 3)`.
        text: one line; what no font has is written in ASCII.
        text_size: int > 0, height of the text in pixels.
    """
    text, font = written(text, text_size, ascii(text)[1:-1])
    width = max(picture.shape[1], int(font.getlength(text)) + 1)
    strip = Image.new("RGB", (width, round(1.6 * text_size)), PAPER)
    ImageDraw.Draw(strip).text(
        (0, 0.8 * text_size), text, fill=INK, font=font, anchor="lm"
    )
    return stack_down([np.asarray(strip), picture])
