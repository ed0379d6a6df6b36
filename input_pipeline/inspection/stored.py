"""Inspection of one picture other than 8-bit RGB, read in Python."""

import numpy as np
import tensorflow as tf

from input_pipeline.decode.exif_orientation import turn_is_unclear
from input_pipeline.decode.fitted_pixels import fitted_pixels
from input_pipeline.decode.picture_header import checked_picture
from input_pipeline.decode.read_stored import read_stored
from input_pipeline.decode.refusal import reason_of
from input_pipeline.decode.stored_photograph import is_photograph
from input_pipeline.decode.stored_picture import AS_STORED, StoredPicture
from input_pipeline.errors import PictureError
from input_pipeline.inspection.fingerprint import fingerprint, outline
from input_pipeline.inspection.stats import ImageStats, Problem, StoredValues
from input_pipeline.picture_format import PictureFormat


def inspect_stored(
    encoded: bytes, fingerprints: bool, pictures: PictureFormat
) -> ImageStats:
    """Inspects the bytes of one picture; see `inspect_image`."""
    try:
        if is_photograph(encoded):
            checked_picture(tf.constant(encoded))
        picture = read_stored(encoded)
    except tf.errors.OpError as error:
        text = reason_of(error) or f"damaged ({len(encoded)} bytes)"
        return ImageStats(problem=Problem("image_unreadable", text))
    except PictureError as error:
        return ImageStats(problem=Problem(error.code, str(error)))
    size, turn = picture.pixels.shape[:2], picture.orientation
    stored = stored_values(picture)
    tag = f"EXIF orientation {turn}"
    if turn_is_unclear(turn, *size):
        problem = Problem("image_turned", tag)
        return ImageStats(size, problem=problem, stored=stored)
    upright = Problem("image_set_upright", tag) if turn != AS_STORED else None
    try:
        pixels = fitted_pixels(picture, pictures)
    except PictureError as error:
        problem = Problem(error.code, str(error))
        digest = fingerprint(picture.pixels) if fingerprints else None
        return ImageStats(size, digest, problem=problem, stored=stored)
    marks = _marks(pixels) if fingerprints else ()
    return ImageStats(size, *marks, remark=upright, stored=stored)


def stored_values(picture: StoredPicture) -> StoredValues:
    """Stored values of a picture: their kind and range."""
    pixels = picture.pixels
    channels = pixels.shape[-1] - (picture.has_alpha and not _has_band(pixels))
    counted = pixels[..., :channels]
    return StoredValues(
        int(channels),
        pixels.dtype.name,
        float(counted.min()),
        float(counted.max()),
    )


def _has_band(pixels: np.ndarray) -> bool:
    """Whether what a file calls alpha is rather a band of its own.

    Programs mark any fourth band so. Opacity has 8 bits, or two values.
    """
    return pixels.dtype != np.uint8 and len(np.unique(pixels[..., -1])) > 2


def _marks(pixels) -> tuple[bytes, bytes]:
    """Fingerprints of the first three channels, rounded, or of the gray."""
    rgb = pixels[..., :3] if pixels.shape[-1] >= 3 else pixels[..., [0, 0, 0]]
    digest = fingerprint(pixels)
    return digest, outline(rgb.round().astype("uint8"))
