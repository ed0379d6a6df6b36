"""Pictures of Pillow as RGB, by the rules of the training data.

What `input_pipeline.decode.image` does with a PNG is done here with a TIFF, a
BMP, a WebP, a GIF, or a picture that is open in Pillow already.
"""

import io

import numpy as np
from PIL import Image, ImageOps

from input_pipeline import DataError
from input_pipeline.decode.picture_header import MOST_PIXELS
from input_pipeline.decode.png_pixels import LEAST_HIGHEST
from input_pipeline.inspection.image import UNREADABLE

FORMATS = ("TIFF", "BMP", "WEBP", "GIF")
_DEEP = ("I", "F")  # and "I;16", "I;16B", ...
_ORIENTATION = 0x0112


def decode_with_pillow(encoded: bytes) -> tuple[np.ndarray, bool]:
    """Decodes a file of one of `FORMATS`, its first picture, upright.

    Returns:
        uint8 RGB `(height, width, 3)`, and whether it was stored turned.

    Raises:
        DataError: if it has another format, is damaged, has too many pixels,
            or holds numbers that are no 8 or 16 bits. The text has no name.
    """
    try:
        with Image.open(io.BytesIO(encoded), formats=FORMATS) as picture:
            width, height = picture.size
            if height * width > MOST_PIXELS:
                raise DataError(
                    f"it has {height} x {width} pixels, over {MOST_PIXELS}"
                )
            is_turned = picture.getexif().get(_ORIENTATION, 1) in range(2, 9)
            return rgb_of_picture(picture), is_turned
    except DataError:
        raise
    except Image.DecompressionBombError as error:
        raise DataError(f"it has far over {MOST_PIXELS} pixels") from error
    except UNREADABLE as error:
        raise DataError(_why(encoded)) from error


def unreadable(encoded: bytes, guess: str = "") -> str:
    """Reason to refuse a file of which nothing else is known.

    Args:
        encoded: the file.
        guess: follows its length.
    """
    return (
        "it is no readable JPEG, PNG, TIFF, BMP, WebP or GIF file "
        f"({len(encoded)} bytes{guess}). Replace or remove it"
    )


def rgb_of_picture(picture: Image.Image) -> np.ndarray:
    """A picture of Pillow as uint8 RGB `(height, width, 3)`, upright.

    Gray and palettes become RGB, alpha is dropped, and of 16 bits the upper 8
    are kept.

    Raises:
        DataError: if its numbers are no 8 or 16 bits, or the upper 8 of 16
            are hardly used.
    """
    mode = picture.mode
    upright = ImageOps.exif_transpose(picture)
    if mode.startswith(_DEEP):
        gray = _upper_bits(np.asarray(upright), mode)
        return np.repeat(gray[..., None], 3, axis=-1)
    return np.array(upright.convert("RGB"))


def _upper_bits(values: np.ndarray, mode: str) -> np.ndarray:
    low, high = values.min(), values.max()
    if mode.startswith("F") or low < 0 or high > 65535:
        raise DataError(
            "a picture must have 8 or 16 bits a color. Received: mode "
            f"{mode!r}, values {low} to {high}"
        )
    if 0 < high < LEAST_HIGHEST:
        raise DataError(
            f"a picture has 16 bits a channel, but its highest value is {high} "
            f"of 65535: only {high // 256 + 1} gray levels would be left. Save "
            "it with 8 bits, the values of all pictures divided by the same "
            "number"
        )
    return (values.astype(np.int32) // 256).astype(np.uint8)


def _why(encoded: bytes) -> str:
    start = encoded[:4]
    if start in (b"II*\0", b"MM\0*", b"II+\0", b"MM\0+"):
        return (
            "it is a TIFF file of a kind that Pillow cannot read (many bands, "
            "say) or damaged. Save it as a PNG"
        )
    if encoded[4:12] in (b"ftypheic", b"ftypheix", b"ftypmif1"):
        return "it is a HEIC photograph. Save it as a JPEG"
    return unreadable(encoded)
