"""Decoding of every picture that training reads, and of some more."""

import numpy as np
import tensorflow as tf

from deeplab_family.photographs.pillow_pictures import (
    decode_with_pillow,
    unreadable,
)
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
from input_pipeline.errors import DataError
from input_pipeline.picture_format import PictureFormat


def decode_any(
    encoded: bytes, pictures: PictureFormat
) -> tuple[np.ndarray, bool]:
    """Decodes a file, plain or not; see `reading.read_image`.

    Returns:
        The picture, upright, and whether it was stored turned.

    Raises:
        DataError: if it is damaged or refused; the text has no name.
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
