"""Looks at one photograph: header first, then every pixel."""

import hashlib
import io
import re

import cv2
import numpy as np
import tensorflow as tf
from PIL import Image, UnidentifiedImageError

from input_pipeline.decode.image import decode_image
from input_pipeline.decode.orientation import (
    AS_STORED,
    read_orientation,
    turn_is_unclear,
)
from input_pipeline.decode.picture_header import MOST_PIXELS
from input_pipeline.decode.png_header import PngHeader, read_png_header
from input_pipeline.decode.refusal import reason_of
from input_pipeline.doctor.facts import ImageFacts, Problem

# Cameras that store a second view mark their JPEG files as MPO.
_JPEG = ("JPEG", "MPO")
_REMARKS = {
    "CMYK": "image_cmyk",
    "1": "image_gray",
    "L": "image_gray",
    "LA": "image_alpha",
    "RGBA": "image_alpha",
    "PA": "image_alpha",
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
            remark = _remark(picture.mode, read_png_header(encoded))
    except Image.DecompressionBombError:
        text = f"claims far over {MOST_PIXELS // 10**6} million pixels"
        return ImageFacts(problem=Problem("image_huge", text))
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError):
        text = f"{len(encoded)} bytes that are no picture"
        return ImageFacts(problem=Problem("image_unreadable", text))
    if problem is not None:
        return ImageFacts(size=size, problem=problem)
    orientation = read_orientation(encoded)
    tag = f"EXIF orientation {orientation}"
    if turn_is_unclear(orientation, *size):
        return ImageFacts(size=size, problem=Problem("image_turned", tag))
    if orientation != AS_STORED:  # and the sides change places
        size, remark = size[::-1], Problem("image_set_upright", tag)
    return _read_pixels(encoded, size, remark)


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


def _header_problem(picture: Image.Image) -> Problem | None:
    width, height = picture.size
    if picture.format not in (*_JPEG, "PNG"):
        return Problem("image_format", f"a {picture.format} file")
    if picture.format == "PNG" and getattr(picture, "is_animated", False):
        return Problem("image_format", "an animated PNG")
    if height * width > MOST_PIXELS:
        return Problem("image_huge", f"claims {width} x {height} pixels")
    return None


def _remark(mode: str, png: PngHeader | None) -> Problem | None:
    if png is not None and png.bit_depth == 16:
        return Problem("image_16_bit", png.kind)
    code = _REMARKS.get(mode)
    return Problem(code, f"mode {mode}") if code else None


def _read_pixels(encoded, size, remark) -> ImageFacts:
    try:
        pixels = decode_image(tf.constant(encoded)).numpy()
    except tf.errors.OpError as error:
        return ImageFacts(size, problem=_refused(error, len(encoded)))
    return ImageFacts(size, fingerprint(pixels), outline(pixels), remark=remark)


def _refused(error: tf.errors.OpError, size: int) -> Problem:
    reason = reason_of(error) or ""
    if found := re.search(r"highest value is (\d+)", reason):
        return Problem("image_bits", f"16 bits, highest value {found[1]}")
    if found := re.search(r"(\d+ .*) are allowed, it has more", reason):
        return Problem("image_slow", f"more than {found[1]}")
    return Problem("image_unreadable", f"truncated or damaged ({size} bytes)")
