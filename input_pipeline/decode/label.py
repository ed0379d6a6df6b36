"""Decodes a label PNG to class ids inside the graph, without guessing."""

import io

import numpy as np
import tensorflow as tf
from PIL import Image

from input_pipeline.decode.png_header import label_problem
from input_pipeline.errors import DataError

_GRAY_8_BIT = b"\x08\x00"  # bit depth and color type, at byte 24 of a PNG


def decode_label(encoded: tf.Tensor) -> tf.Tensor:
    """Decodes PNG bytes to class ids.

    Grayscale goes through TensorFlow. A palette goes through Pillow, since
    TensorFlow would replace each index by its color.

    Args:
        encoded: scalar string tensor, the bytes of an 8-bit grayscale or a
            paletted PNG file.

    Returns:
        uint8 tensor of shape `(height, width)`.
    """
    kind = tf.strings.substr(encoded, 24, 2)
    label = tf.cond(
        tf.equal(kind, _GRAY_8_BIT),
        lambda: tf.io.decode_png(encoded, channels=1)[..., 0],
        lambda: tf.numpy_function(_from_tensor, [encoded], tf.uint8),
    )
    label.set_shape((None, None))
    return label


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


def _from_tensor(encoded: bytes | np.ndarray) -> np.ndarray:
    # Bytes inside a graph, an array of one object outside.
    return palette_indices(np.asarray(encoded, object).item())
