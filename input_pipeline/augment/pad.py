"""Padding with the mean color and the ignored label."""

import numpy as np
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
    """Pads a sample at the bottom and right until it has `size`.

    Args:
        sample: sample that is not larger than `size`.
        size: wanted `(height, width)` in pixels.
        to_left: bool or scalar bool tensor; pads at the left instead of the
            right, for a sample that was flipped. Defaults to False.
    """
    return {
        **sample,
        IMAGE: _pad(sample[IMAGE], _sheet(size, MEAN_PIXEL), to_left),
        LABEL: _pad(sample[LABEL], _sheet(size, IGNORE_LABEL), to_left),
    }


def _sheet(size, value):
    shape = (*size, *np.shape(value))
    return tf.constant(np.broadcast_to(np.uint8(value), shape))


def _pad(pixels, sheet, to_left):
    # Joining pieces of a ready sheet copies memory; padding each channel
    # with a value of its own by arithmetic on uint8 is 50 times slower.
    height, width = tf.unstack(tf.shape(pixels)[:2])
    beside = sheet[:height, width:]
    wide = tf.cond(
        tf.convert_to_tensor(to_left),
        lambda: tf.concat([beside, pixels], 1),
        lambda: tf.concat([pixels, beside], 1),
    )
    padded = tf.concat([wide, sheet[height:]], 0)
    return tf.ensure_shape(padded, sheet.shape)
