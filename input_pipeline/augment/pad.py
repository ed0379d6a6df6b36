"""Padding with the mean color and the ignored label."""

import tensorflow as tf

from input_pipeline.sample import (
    IGNORE_LABEL,
    IMAGE,
    LABEL,
    MEAN_PIXEL,
    Sample,
)


def pad_sample(
    sample: Sample, size: tuple[int, int], to_left: bool | tf.Tensor = False
) -> Sample:
    """Pads a sample at the bottom and right until it has at least `size`.

    Args:
        sample: sample of any size.
        size: wanted `(height, width)` in pixels; larger sides stay.
        to_left: bool or scalar bool tensor; pads at the left instead of the
            right, for a sample that was flipped. Defaults to False.
    """
    missing = tf.maximum(tf.constant(size) - tf.shape(sample[LABEL]), 0)
    left = tf.where(to_left, missing[1], 0)
    margins = [[0, missing[0]], [left, missing[1] - left]]
    # uint8 wraps around: relative to the mean, padding is zero.
    mean = tf.constant(MEAN_PIXEL, tf.uint8)
    image = tf.pad(sample[IMAGE] - mean, [*margins, [0, 0]]) + mean
    label = tf.pad(sample[LABEL], margins, constant_values=IGNORE_LABEL)
    return {**sample, IMAGE: image, LABEL: label}
