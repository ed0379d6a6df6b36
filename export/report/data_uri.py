"""Small pictures as text that a page holds within itself."""

import base64
import io

import numpy as np
from PIL import Image, ImageFilter

WIDTH = 320
QUALITY = 80


def jpeg_uri(picture: np.ndarray) -> str:
    """A photograph, scaled down to a width of 320 pixels at most.

    Args:
        picture: uint8 RGB `(height, width, 3)`.
    """
    small = _shrink(picture, Image.Resampling.BOX)
    return _uri(small, "jpeg", quality=QUALITY)


def png_uri(picture: np.ndarray) -> str:
    """A picture of few flat colors, none of them mixed by the scaling."""
    small = _shrink(picture, Image.Resampling.NEAREST)
    return _uri(small, "png", optimize=True)


def spots_uri(picture: np.ndarray) -> str:
    """Light spots on dark; even a single pixel survives the scaling."""
    image = Image.fromarray(picture)
    shrinks_by = -(-image.width // WIDTH)
    if shrinks_by > 1:
        image = image.filter(ImageFilter.MaxFilter(2 * (shrinks_by // 2) + 1))
    return png_uri(np.asarray(image))


def _shrink(picture: np.ndarray, method) -> Image.Image:
    image = Image.fromarray(picture)
    if image.width <= WIDTH:
        return image
    height = max(1, round(image.height * WIDTH / image.width))
    return image.resize((WIDTH, height), method)


def _uri(image: Image.Image, form: str, **options) -> str:
    buffer = io.BytesIO()
    image.save(buffer, form, **options)
    text = base64.b64encode(buffer.getvalue()).decode("ascii")
    return f"data:image/{form};base64,{text}"
