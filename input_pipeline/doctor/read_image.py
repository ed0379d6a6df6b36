"""Looks at one photograph: header first, then every pixel."""

import hashlib
import io

import cv2
import numpy as np
import tensorflow as tf
from PIL import Image, UnidentifiedImageError

from input_pipeline.decode.image import decode_image
from input_pipeline.decode.picture_header import MOST_PIXELS
from input_pipeline.doctor.facts import ImageFacts, Problem

# Cameras that store a second view mark their JPEG files as MPO.
_JPEG = ("JPEG", "MPO")
_ORIENTATION, _UPRIGHT = 0x0112, 1
_REMARKS = {
    "CMYK": "image_cmyk",
    "1": "image_gray",
    "L": "image_gray",
    "LA": "image_alpha",
    "RGBA": "image_alpha",
    "PA": "image_alpha",
    "I": "image_16_bit",
    "I;16": "image_16_bit",
    "I;16B": "image_16_bit",
}
OUTLINE_SIDE = 16


def read_image(encoded: bytes) -> ImageFacts:
    """Looks at the bytes of one image; never raises for what they hold.

    A header that claims too many pixels is believed, and nothing decoded.

    Args:
        encoded: the bytes of the file.
    """
    try:
        with Image.open(io.BytesIO(encoded)) as picture:
            size = picture.size[::-1]
            problem = _header_problem(picture)
            code = _REMARKS.get(picture.mode)
            remark = code and Problem(code, f"mode {picture.mode}")
    except Image.DecompressionBombError:
        text = f"claims far over {MOST_PIXELS // 10**6} million pixels"
        return ImageFacts(problem=Problem("image_huge", text))
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError):
        text = f"{len(encoded)} bytes that are no picture"
        return ImageFacts(problem=Problem("image_unreadable", text))
    if problem is not None:
        return ImageFacts(size=size, problem=problem)
    return _read_pixels(encoded, size, remark or None)


def fingerprint(pixels: np.ndarray) -> bytes:
    """16 bytes that differ where the pixels or their shape do."""
    shape = repr(pixels.shape).encode()
    contiguous = np.ascontiguousarray(pixels)
    return hashlib.blake2b(contiguous, digest_size=16, key=shape).digest()


def outline(pixels: np.ndarray) -> bytes:
    """Is each of 16 x 16 spots lighter than its left neighbor? 32 bytes.

    Differences of neighbors survive resizing and compression (a "difference
    hash").
    """
    gray = cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY)
    small = cv2.resize(
        gray, (OUTLINE_SIDE + 1, OUTLINE_SIDE), interpolation=cv2.INTER_AREA
    )
    return np.packbits(small[:, 1:] > small[:, :-1]).tobytes()


# One graph: its operations one by one would hold up the other threads.
@tf.function(input_signature=[tf.TensorSpec((), tf.string)])
def _decode(encoded: tf.Tensor) -> tf.Tensor:
    return decode_image(encoded)


def _header_problem(picture: Image.Image) -> Problem | None:
    width, height = picture.size
    if picture.format not in (*_JPEG, "PNG"):
        return Problem("image_format", f"a {picture.format} file")
    if picture.format == "PNG" and getattr(picture, "is_animated", False):
        return Problem("image_format", "an animated PNG")
    if height * width > MOST_PIXELS:
        return Problem("image_huge", f"claims {width} x {height} pixels")
    if picture.format in _JPEG:
        turned = picture.getexif().get(_ORIENTATION, _UPRIGHT)
        if turned != _UPRIGHT:
            return Problem("image_turned", f"EXIF orientation {turned}")
    return None


def _read_pixels(encoded, size, remark) -> ImageFacts:
    try:
        pixels = _decode(encoded).numpy()
    except tf.errors.OpError:
        text = f"truncated or damaged ({len(encoded)} bytes)"
        return ImageFacts(size, problem=Problem("image_unreadable", text))
    return ImageFacts(size, fingerprint(pixels), outline(pixels), remark=remark)
