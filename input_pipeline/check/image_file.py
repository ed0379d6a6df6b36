"""Looks at the header of a photograph before anything decodes it."""

import io
import struct
import zlib
from pathlib import Path

import numpy as np
import tensorflow as tf
from PIL import Image, UnidentifiedImageError

from input_pipeline.decode.image import decode_image
from input_pipeline.decode.orientation import (
    FIRST_SWAPPED,
    read_orientation,
    turn_is_unclear,
)
from input_pipeline.decode.picture_header import MOST_PIXELS
from input_pipeline.decode.refusal import reason_of
from input_pipeline.errors import DataError

# Cameras that store a second view mark their JPEG files as MPO.
_JPEG = ("JPEG", "MPO")
# What Pillow says about bytes that are no picture.
_UNREADABLE = (
    UnidentifiedImageError,
    EOFError,
    OSError,
    OverflowError,
    SyntaxError,
    ValueError,
    struct.error,
    zlib.error,
)


def image_size(path: Path, encoded: bytes) -> tuple[int, int]:
    """Reads the size of a JPEG or PNG picture from its header.

    Args:
        path: where the picture lies, for messages.
        encoded: the bytes of the file.

    Returns:
        `(height, width)` in pixels, of the upright picture.

    Raises:
        DataError: if the bytes are no JPEG or PNG picture, or the picture is
            huge or animated.
    """
    try:
        with Image.open(io.BytesIO(encoded)) as picture:
            width, height = picture.size
            kind = picture.format
            moves = kind == "PNG" and getattr(picture, "is_animated", False)
    except Image.DecompressionBombError as error:
        raise DataError(
            f"{path} is refused before decoding: {error}"
        ) from error
    except _UNREADABLE as error:
        raise DataError(
            f"{path} is not a readable picture ({len(encoded)} bytes)"
        ) from error
    if kind not in (*_JPEG, "PNG"):
        raise DataError(f"{path} is a {kind} file; images must be JPEG or PNG")
    refuse_huge(path, height, width)
    if moves:
        raise DataError(f"{path} is animated; save its first picture alone")
    if read_orientation(encoded) >= FIRST_SWAPPED:
        return width, height
    return height, width


def labeled_size(path: Path, encoded: bytes) -> tuple[int, int]:
    """The same of a picture that has a label, which must have this size.

    Raises:
        DataError: also if viewers show the picture turned and the size of
            the label cannot tell whether it is turned too.
    """
    size = image_size(path, encoded)
    orientation = read_orientation(encoded)
    if turn_is_unclear(orientation, *size):
        raise DataError(
            f"{path} has the EXIF orientation {orientation}, and the size of "
            "its label does not tell whether it is turned too. Save both "
            "upright, without the tag"
        )
    return size


def read_pixels(path: Path, encoded: bytes) -> np.ndarray:
    """Decodes a JPEG or PNG picture; uint8 RGB `(height, width, 3)`, upright.

    Raises:
        DataError: if it is damaged, or refused, with the reason.
    """
    try:
        return decode_image(tf.constant(encoded)).numpy()
    except tf.errors.OpError as error:
        reason = reason_of(error)
        found = (
            f": {reason}"
            if reason
            else f" cannot be decoded: truncated or damaged ({len(encoded)} "
            "bytes)"
        )
        raise DataError(f"{path}{found}") from error


def refuse_huge(path: Path, height: int, width: int) -> None:
    """Raises `DataError` for sizes that cannot be meant."""
    if height * width > MOST_PIXELS:
        raise DataError(
            f"{path} claims {width} x {height} pixels; more than "
            f"{MOST_PIXELS // 10**6} million are refused before decoding"
        )
