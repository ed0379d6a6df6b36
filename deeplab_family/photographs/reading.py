"""Reading of photographs: upright RGB, the pixels that training would see."""

from pathlib import Path

import numpy as np
import tensorflow as tf

from deeplab_family.photographs.pillow_pictures import (
    decode_with_pillow,
    unreadable,
)
from input_pipeline import DataError
from input_pipeline.decode.exif_orientation import (
    AS_STORED,
    read_orientation,
)
from input_pipeline.decode.image import decode_image
from input_pipeline.decode.jpeg_segments import is_jpeg
from input_pipeline.decode.png_header import is_png
from input_pipeline.decode.refusal import reason_of


def read_image(path: Path) -> np.ndarray:
    """A photograph as uint8 RGB `(height, width, 3)`, upright.

    JPEG and PNG files are read as training reads them; TIFF, BMP, WebP and
    GIF files by the same rules. What counts is the content, not the ending.

    Raises:
        DataError: if the file has another format, is damaged, or is refused.
        OSError: if it cannot be read.
    """
    return read_upright(path)[0]


def read_upright(path: Path) -> tuple[np.ndarray, bool]:
    """The same, and whether the photograph is stored turned."""
    try:
        return decode_photograph(path.read_bytes())
    except DataError as error:
        raise DataError(f"{path}: {error}") from error


def decode_photograph(encoded: bytes) -> tuple[np.ndarray, bool]:
    """The same from the bytes of a file.

    Raises:
        DataError: as `read_image`; the text has no name.
    """
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
