"""Padding with one color and the ignored label."""

from __future__ import annotations

from typing import Literal, get_args

import numpy as np

from input_pipeline import lazy_tensorflow as tf
from input_pipeline.augment.mean_subtraction import Color
from input_pipeline.picture_format import RGB
from input_pipeline.sample import (
    IGNORE_LABEL,
    IMAGE,
    LABEL,
    MEAN_PIXEL,
    Sample,
)

Padding = Literal["mean", "zero"]


def padding_color(padding: Padding, channels: int = RGB) -> Color:
    """The color of the padding: that of the mean, or black.

    Args:
        padding: "mean" or "zero".
        channels: int >= 1. The mean color is RGB; more channels, or a gray
            one, have the mean of its three values. Defaults to 3.

    Raises:
        ValueError: if the name is unknown.
    """
    if padding not in get_args(Padding):
        raise ValueError(
            f"`padding` must be 'mean' or 'zero'. Received: {padding!r}"
        )
    if padding == "zero":
        return (0,) * channels
    gray = sum(MEAN_PIXEL) / RGB
    if channels < RGB:
        return (gray,) * channels
    return (*MEAN_PIXEL, *(gray,) * (channels - RGB))


def pad_sample(
    sample: Sample,
    size: tuple[int, int],
    to_left: bool | tf.Tensor = False,
    padding: Padding = "mean",
) -> Sample:
    """Pads a sample at the bottom and right until it has `size`.

    Args:
        sample: sample that is not larger than `size`.
        size: wanted `(height, width)` in pixels.
        to_left: bool or scalar bool tensor; pads at the left instead of the
            right, for a sample that was flipped. Defaults to False.
        padding: "mean" or "zero", the color. Defaults to "mean".
    """
    image = sample[IMAGE]
    color = padding_color(padding, image.shape[-1])
    return {
        **sample,
        IMAGE: _pad(image, _sheet(size, color, image.dtype), to_left),
        LABEL: _pad(
            sample[LABEL], _sheet(size, IGNORE_LABEL, tf.uint8), to_left
        ),
    }


def _sheet(size, value, dtype):
    shape = (*size, *np.shape(value))
    values = np.asarray(value, dtype.as_numpy_dtype)
    return tf.constant(np.broadcast_to(values, shape))


def _pad(pixels, sheet, to_left):
    is_full = tf.reduce_all(tf.shape(pixels)[:2] == sheet.shape[:2])
    padded = tf.cond(
        is_full, lambda: pixels, lambda: _beside(pixels, sheet, to_left)
    )
    return tf.ensure_shape(padded, sheet.shape)


def _beside(pixels, sheet, to_left):
    # Joining pieces of a ready sheet copies memory; padding each channel
    # with a value of its own by arithmetic on uint8 is 50 times slower.
    height, width = tf.unstack(tf.shape(pixels)[:2])
    beside = sheet[:height, width:]
    wide = tf.cond(
        tf.convert_to_tensor(to_left),
        lambda: tf.concat([beside, pixels], 1),
        lambda: tf.concat([pixels, beside], 1),
    )
    return tf.concat([wide, sheet[height:]], 0)
