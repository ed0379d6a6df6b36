"""Decodes a label PNG to class ids inside the graph, without guessing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import tensorflow as tf

from input_pipeline.decode.exif_orientation import (
    AS_STORED,
    orientation_of,
)
from input_pipeline.decode.id_lookup import (
    map_colors,
    map_ids,
)
from input_pipeline.decode.picture_header import (
    checked_picture,
    has_safe_size,
)
from input_pipeline.decode.png_header import (
    GRAY,
    PALETTE,
    TURNED,
    is_png,
    plain_gray_shape,
    png_bit_depth,
    png_color_type,
)
from input_pipeline.decode.png_palette import as_grayscale, spread
from input_pipeline.decode.refusal import refuse_unless

if TYPE_CHECKING:  # the data sets import this package themselves
    from input_pipeline.datasets.spec import DatasetSpec


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
        label = map_colors(stored_colors(encoded), spec)
    else:
        label = stored_ids(encoded)
        label = label if spec is None else map_ids(label, spec)
    label.set_shape((None, None))
    return label


def stored_ids(encoded: tf.Tensor) -> tf.Tensor:
    """Decodes PNG bytes to the ids as they are stored.

    Everything happens in TensorFlow, which would replace each index of a
    palette by its color, were the file not renamed to grayscale first.

    Args:
        encoded: scalar string tensor, an 8-bit grayscale or paletted PNG.
            Others fail with `InvalidArgumentError`.

    Returns:
        uint8 tensor of shape `(height, width)`.
    """
    return tf.cond(
        has_safe_size(plain_gray_shape(encoded)),
        lambda: _levels(encoded),  # nothing in it could be refused
        lambda: _checked_stored_ids(encoded),
    )


def stored_colors(encoded: tf.Tensor) -> tf.Tensor:
    """Decodes PNG bytes to the colors as they are stored.

    Args:
        encoded: scalar string tensor, an RGB or paletted PNG.

    Returns:
        uint8 tensor of shape `(height, width, 3)`.
    """
    return tf.io.decode_png(_checked_png(encoded), channels=3)


def _checked_stored_ids(encoded: tf.Tensor) -> tf.Tensor:
    encoded = _checked_ids(_checked_png(encoded))
    return tf.cond(
        _is_gray_8_bit(encoded),
        lambda: _levels(encoded),
        lambda: _palette_indices(encoded),
    )


def _levels(encoded: tf.Tensor) -> tf.Tensor:
    return tf.io.decode_png(encoded, channels=1)[..., 0]


def _checked_png(encoded: tf.Tensor) -> tf.Tensor:
    png = tf.debugging.Assert(
        is_png(encoded), ["a label is not a PNG file; other formats lose ids"]
    )
    with tf.control_dependencies([png]):
        encoded = checked_picture(tf.identity(encoded))
    upright = refuse_unless(
        orientation_of(encoded) == AS_STORED, f"a label {TURNED}"
    )
    with tf.control_dependencies([upright]):
        return tf.identity(encoded)


def _checked_ids(encoded: tf.Tensor) -> tf.Tensor:
    color_type = png_color_type(encoded)
    holds_ids = tf.debugging.Assert(
        _is_gray_8_bit(encoded) | (color_type == PALETTE),
        [
            "a label is a PNG of neither 8-bit grayscale nor a palette; its "
            "(bit depth, color type):",
            [png_bit_depth(encoded), color_type],
        ],
    )
    with tf.control_dependencies([holds_ids]):
        return tf.identity(encoded)


def _is_gray_8_bit(encoded: tf.Tensor) -> tf.Tensor:
    is_gray = png_color_type(encoded) == GRAY
    return is_gray & (png_bit_depth(encoded) == 8)


def _palette_indices(encoded: tf.Tensor) -> tf.Tensor:
    levels = _levels(as_grayscale(encoded))
    apart = spread(encoded)
    return tf.cond(apart == 1, lambda: levels, lambda: levels // apart)
