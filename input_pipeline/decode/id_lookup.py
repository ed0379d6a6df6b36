"""Lookup of class ids: stored ids and colors to classes, in the graph."""

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
    unknown = _free_id(table)
    table = np.where(table < 0, unknown, table).astype(np.uint8)
    ids = tf.gather(table, tf.cast(stored, tf.int32))
    message = "a label holds ids that the label map does not list"
    return _refuse(unknown, ids, message)


def map_colors(pixels: tf.Tensor, spec: DatasetSpec) -> tf.Tensor:
    """Replaces colors by class ids.

    Args:
        pixels: uint8 RGB of shape `(height, width, 3)`.
        spec: with `label_colors`.

    Returns:
        uint8 class ids of shape `(height, width)`. Evaluating it raises
        `InvalidArgumentError` if a color is not listed.
    """
    codes = tf.cast(pixels, tf.int32)
    codes = codes[..., 0] * 65536 + codes[..., 1] * 256 + codes[..., 2]
    unknown = _free_id([class_id for _, class_id in spec.label_colors])
    ids = tf.fill(tf.shape(codes), tf.constant(unknown, tf.uint8))
    for color, class_id in spec.label_colors:
        of_class = tf.equal(codes, color_code(color))
        ids = tf.where(of_class, tf.constant(class_id, tf.uint8), ids)
    message = "a label holds colors that the data set does not have"
    return _refuse(unknown, ids, message)


def color_code(color: tuple[int, int, int]) -> int:
    """One number for an RGB color, red in the highest byte."""
    red, green, blue = color
    return red * 65536 + green * 256 + blue


def _free_id(class_ids) -> int:
    """An id that no class has, to mark what is unknown.

    -1 where all 256 are used: then every stored id is known.
    """
    free = np.setdiff1d(np.arange(256), class_ids)
    return int(free[-1]) if free.size else -1


def _refuse(unknown: int, ids: tf.Tensor, message: str) -> tf.Tensor:
    if unknown < 0:
        return ids
    known = tf.reduce_all(tf.not_equal(ids, tf.constant(unknown, tf.uint8)))
    check = tf.debugging.Assert(known, [message])
    with tf.control_dependencies([check] if check is not None else []):
        return tf.identity(ids)
