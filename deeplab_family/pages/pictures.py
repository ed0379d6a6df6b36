"""Pictures of a page: data URIs whose size is bounded."""

import base64
import io

import numpy as np
from PIL import Image, ImageFilter

SIDE = 480
"""Pixels of the longer side of a picture on a page."""

QUALITY = 80


def jpeg_uri(picture: np.ndarray, side: int = SIDE) -> str:
    """A photograph as a data URI, shrunk to a side.

    Args:
        picture: uint8 RGB `(height, width, 3)`.
        side: int > 0, pixels that neither height nor width exceeds. A smaller
            picture stays as it is.
    """
    small = _shrink(picture, Image.Resampling.BOX, side)
    return _uri(small, "jpeg", quality=QUALITY)


def png_uri(picture: np.ndarray, side: int = SIDE) -> str:
    """A picture of few flat colors, none of them mixed by the scaling."""
    small = _paletted(_shrink(picture, Image.Resampling.NEAREST, side))
    return _uri(small, "png", optimize=True)


def spots_uri(picture: np.ndarray, side: int = SIDE) -> str:
    """Light spots on dark; even a single pixel survives the scaling."""
    image = Image.fromarray(picture)
    shrinks_by = -(-max(image.size) // side)
    if shrinks_by > 1:
        image = image.filter(ImageFilter.MaxFilter(2 * (shrinks_by // 2) + 1))
    return png_uri(np.asarray(image), side)


def _shrink(picture: np.ndarray, method, side: int) -> Image.Image:
    image = Image.fromarray(np.ascontiguousarray(picture))
    factor = side / max(image.size)
    if factor >= 1:
        return image
    width, height = (max(1, round(factor * length)) for length in image.size)
    return image.resize((width, height), method)


def _paletted(image: Image.Image) -> Image.Image:
    """The same colors by number, where they are few: a third of the bytes."""
    red, green, blue = np.moveaxis(np.asarray(image, np.uint32), -1, 0)
    codes = red << 16 | green << 8 | blue
    colors, ids = np.unique(codes, return_inverse=True)
    if len(colors) > 256:
        return image
    paletted = Image.fromarray(ids.reshape(codes.shape).astype(np.uint8))
    bands = [colors >> shift & 255 for shift in (16, 8, 0)]
    paletted.putpalette(np.stack(bands, 1).astype(np.uint8).tobytes())
    return paletted


def _uri(image: Image.Image, form: str, **options) -> str:
    buffer = io.BytesIO()
    image.save(buffer, form, **options)
    text = base64.b64encode(buffer.getvalue()).decode("ascii")
    return f"data:image/{form};base64,{text}"
