"""Turns what label files store into class ids, inside the graph."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import tensorflow as tf

if TYPE_CHECKING:  # the data sets import this package themselves
    from input_pipeline.datasets.spec import DatasetSpec


def map_ids(stored: tf.Tensor, spec: DatasetSpec) -> tf.Tensor:
    """Replaces stored ids by class ids.

    Args:
        stored: uint8 ids of any shape.
        spec: with a `label_map`; without one the ids are returned.

    Returns:
        uint8 class ids of the same shape. Evaluating it raises
        `InvalidArgumentError` if an id is not in the map.
    """
    if spec.label_map is None:
        return stored
    table = spec.label_table
    class_ids = tf.gather(table.astype(np.uint8), tf.cast(stored, tf.int32))
    known = tf.gather(table >= 0, tf.cast(stored, tf.int32))
    message = "a label holds ids that the label map does not list"
    return _if_all(known, class_ids, message)


def map_colors(pixels: tf.Tensor, spec: DatasetSpec) -> tf.Tensor:
    """Replaces colors by class ids.

    Args:
        pixels: uint8 RGB of shape `(height, width, 3)`.
        spec: with `label_colors`.

    Returns:
        uint8 class ids of shape `(height, width)`. Evaluating it raises
        `InvalidArgumentError` if a color is not listed.
    """
    pairs = sorted((color_code(c), i) for c, i in spec.label_colors)
    codes, class_ids = zip(*pairs, strict=True)
    channels = tf.unstack(tf.cast(pixels, tf.int32), axis=-1)
    found = channels[0] * 65536 + channels[1] * 256 + channels[2]
    flat = tf.reshape(found, [-1])
    codes = tf.constant(codes, tf.int32)
    place = tf.minimum(tf.searchsorted(codes, flat), len(pairs) - 1)
    known = tf.equal(tf.gather(codes, place), flat)
    message = "a label holds colors that the data set does not have"
    ids = tf.gather(tf.constant(class_ids, tf.uint8), place)
    ids = _if_all(known, ids, message)
    return tf.reshape(ids, tf.shape(found))


def color_code(color: tuple[int, int, int]) -> int:
    """One number for an RGB color, red in the highest byte."""
    red, green, blue = color
    return red * 65536 + green * 256 + blue


def _if_all(known: tf.Tensor, ids: tf.Tensor, message: str) -> tf.Tensor:
    check = tf.debugging.Assert(tf.reduce_all(known), [message])
    with tf.control_dependencies([check] if check is not None else []):
        return tf.identity(ids)
