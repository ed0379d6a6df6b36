"""Reading of photographs: upright RGB, the pixels that training would see."""

from pathlib import Path

import numpy as np
import tensorflow as tf

from deeplab_family.photographs.pillow_pictures import (
    decode_with_pillow,
    unreadable,
)
from input_pipeline import DataError
from input_pipeline.check.problem_messages import describe_problem
from input_pipeline.decode.exif_orientation import (
    AS_STORED,
    read_orientation,
)
from input_pipeline.decode.image import decode_image
from input_pipeline.decode.jpeg_segments import is_jpeg
from input_pipeline.decode.png_header import is_png
from input_pipeline.decode.read_stored import is_stored_alone
from input_pipeline.decode.refusal import reason_of
from input_pipeline.decode.stored_image import read_fitted
from input_pipeline.errors import PictureError
from input_pipeline.inspection.stats import Problem
from input_pipeline.picture_format import ORDINARY, PictureFormat


def read_image(path: Path, pictures: PictureFormat = ORDINARY) -> np.ndarray:
    """A photograph as uint8 RGB `(height, width, 3)`, upright.

    JPEG and PNG files are read as training reads them; TIFF, BMP, WebP and
    GIF files by the same rules, NPY and HEIC files too. What counts is the
    content, not the ending.

    Args:
        path: of the file.
        pictures: what a network takes; of another format than uint8 RGB the
            result is float32 `(height, width, channels)`, 0 to 255, and the
            file a JPEG, PNG, TIFF, NPY or HEIC file. Defaults to uint8 RGB.

    Raises:
        DataError: if the file has another format, is damaged, or is refused.
        OSError: if it cannot be read.
    """
    return read_upright(path, pictures)[0]


def read_upright(
    path: Path, pictures: PictureFormat = ORDINARY
) -> tuple[np.ndarray, bool]:
    """The same, and whether the photograph is stored turned."""
    try:
        return decode_photograph(path.read_bytes(), pictures)
    except PictureError as error:
        problem = Problem(error.code, str(error))
        raise DataError(describe_problem(path, problem)) from error
    except DataError as error:
        raise DataError(f"{path}: {error}") from error


def decode_photograph(
    encoded: bytes, pictures: PictureFormat = ORDINARY
) -> tuple[np.ndarray, bool]:
    """The same from the bytes of a file.

    Raises:
        DataError: as `read_image`; the text has no name.
    """
    if not pictures.is_ordinary or is_stored_alone(encoded):
        return read_fitted(encoded, pictures)
    try:
        if not bool(_is_known(tf.constant(encoded))):
            return decode_with_pillow(encoded)
        image = decode_image(tf.constant(encoded)).numpy()
        return image, read_orientation(encoded) != AS_STORED
    except tf.errors.OpError as error:
        reason = reason_of(error) or unreadable(
            encoded, ": truncated or damaged"
        )
        raise DataError(reason) from error


def _is_known(encoded: tf.Tensor) -> tf.Tensor:
    return is_jpeg(encoded) | is_png(encoded)
