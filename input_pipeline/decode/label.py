"""Decodes a label PNG to class ids inside the graph, without guessing."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import numpy as np
import tensorflow as tf
from PIL import Image

from input_pipeline.decode.label_map import map_colors, map_ids
from input_pipeline.decode.png_header import label_problem
from input_pipeline.errors import DataError

if TYPE_CHECKING:  # the data sets import this package themselves
    from input_pipeline.datasets.spec import DatasetSpec

_GRAY_8_BIT = b"\x08\x00"  # bit depth and color type, at byte 24 of a PNG


def decode_label(
    encoded: tf.Tensor, spec: DatasetSpec | None = None
) -> tf.Tensor:
    """Decodes PNG bytes to class ids.

    Args:
        encoded: scalar string tensor, the bytes of an 8-bit grayscale or a
            paletted PNG file; with `label_colors` of an RGB one too.
        spec: what the stored values mean. Defaults to None: they are the
            class ids.

    Returns:
        uint8 tensor of shape `(height, width)`. Evaluating it raises
        `tf.errors.OpError` for a damaged file, and for a value that the
        mapping of `spec` does not list.
    """
    if spec is not None and spec.label_colors is not None:
        label = map_colors(tf.io.decode_png(encoded, channels=3), spec)
    else:
        label = stored_ids(encoded)
        label = label if spec is None else map_ids(label, spec)
    label.set_shape((None, None))
    return label


def stored_ids(encoded: tf.Tensor) -> tf.Tensor:
    """Decodes PNG bytes to the ids as they are stored.

    Grayscale goes through TensorFlow. A palette goes through Pillow, since
    TensorFlow would replace each index by its color.

    Args:
        encoded: scalar string tensor, an 8-bit grayscale or paletted PNG.

    Returns:
        uint8 tensor of shape `(height, width)`.
    """
    kind = tf.strings.substr(encoded, 24, 2)
    return tf.cond(
        tf.equal(kind, _GRAY_8_BIT),
        lambda: tf.io.decode_png(encoded, channels=1)[..., 0],
        lambda: tf.numpy_function(_from_tensor, [encoded], tf.uint8),
    )


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
