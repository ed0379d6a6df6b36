"""Decodes a label PNG to class ids inside the graph, without guessing."""

import io

import numpy as np
import tensorflow as tf
from PIL import Image

from input_pipeline.decode.picture_header import checked_picture, is_png
from input_pipeline.decode.png_header import PALETTE, label_problem
from input_pipeline.decode.png_palette import as_grayscale, spread
from input_pipeline.errors import DataError

_GRAY_8_BIT = b"\x08\x00"  # bit depth and color type, at byte 24 of a PNG


def decode_label(encoded: tf.Tensor) -> tf.Tensor:
    """Decodes PNG bytes to class ids.

    Everything happens in TensorFlow, which would replace each index of a
    palette by its color, were the file not renamed to grayscale first.

    Args:
        encoded: scalar string tensor, the bytes of an 8-bit grayscale or a
            paletted PNG file. Others fail with `InvalidArgumentError`.

    Returns:
        uint8 tensor of shape `(height, width)`.
    """
    encoded = _checked_label(encoded)
    is_gray = tf.equal(tf.strings.substr(encoded, 24, 2), _GRAY_8_BIT)
    label = tf.cond(
        is_gray,
        lambda: tf.io.decode_png(encoded, channels=1)[..., 0],
        lambda: _palette_indices(encoded),
    )
    label.set_shape((None, None))
    return label


def _checked_label(encoded: tf.Tensor) -> tf.Tensor:
    png = tf.debugging.Assert(
        is_png(encoded), ["a label is not a PNG file; other formats lose ids"]
    )
    with tf.control_dependencies([png]):
        kind = tf.io.decode_raw(tf.strings.substr(encoded, 24, 2), tf.uint8)
    is_gray_8 = tf.reduce_all(kind == tf.constant(list(_GRAY_8_BIT), tf.uint8))
    holds_ids = tf.debugging.Assert(
        is_gray_8 | (kind[1] == PALETTE),
        [
            "a label is a PNG of neither 8-bit grayscale nor a palette; its "
            "(bit depth, color type):",
            kind,
        ],
    )
    with tf.control_dependencies([holds_ids]):
        return checked_picture(tf.identity(encoded))


def _palette_indices(encoded: tf.Tensor) -> tf.Tensor:
    levels = tf.io.decode_png(as_grayscale(encoded), channels=1)[..., 0]
    apart = spread(encoded)
    return tf.cond(apart == 1, lambda: levels, lambda: levels // apart)


def palette_indices(encoded: bytes) -> np.ndarray:
    """Reads the indices of a paletted PNG, or the ids of a grayscale one.

    Raises:
        DataError: if the bytes are no PNG, hold colors or are damaged.
    """
    problem = label_problem(encoded)
    if problem:
        raise DataError(f"a label {problem}")
    try:
        with Image.open(io.BytesIO(encoded)) as image:
            return np.asarray(image, np.uint8)
    except (OSError, SyntaxError) as error:
        raise DataError("a label is truncated or damaged") from error
