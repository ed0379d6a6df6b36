"""Region of a picture that may stick out of it, padded."""

from __future__ import annotations

from dataclasses import dataclass

from input_pipeline import lazy_tensorflow as tf
from input_pipeline.augment.mean_subtraction import (
    MEAN_OF,
    Color,
    add_mean,
    subtract_mean,
)


@dataclass(frozen=True)
class Overlap:
    """Overlap of a region with the picture, and the padding around it.

    Args:
        inside: int32 `(top, left, height, width)` on the picture, at least
            one pixel, so that it can be decoded.
        kept: int32 `(height, width)` of `inside` that belong to the region; 0
            where the region lies wholly outside.
        before: int32 `(height, width)` of padding above and at the left.
        after: int32 `(height, width)` of padding below and at the right.
    """

    inside: tf.Tensor
    kept: tf.Tensor
    before: tf.Tensor
    after: tf.Tensor


def overlap(region: tf.Tensor, size: tf.Tensor) -> Overlap:
    """Lays a region over a picture.

    Args:
        region: int32 `(top, left, height, width)`.
        size: int32 `(height, width)` of the picture.
    """
    start, length = region[:2], region[2:]
    end = start + length
    first = tf.clip_by_value(start, 0, size - 1)
    last = tf.clip_by_value(end, first + 1, size)
    kept = tf.maximum(tf.minimum(end, size) - tf.maximum(start, 0), 0)
    before = tf.clip_by_value(-start, 0, length)
    return Overlap(
        inside=tf.concat([first, last - first], 0),
        kept=kept,
        before=before,
        after=length - before - kept,
    )


def pad_image_region(
    pixels: tf.Tensor, part: Overlap, color: Color
) -> tf.Tensor:
    """Completes the pixels `part.inside` of an image with a color.

    Args:
        pixels: `(height, width, channels)`, uint8 or float32.
        part: where they lie.
        color: 0..255, a number for each channel.
    """

    def padded() -> tf.Tensor:
        value = MEAN_OF[pixels.dtype.name]
        shifted = _pad(subtract_mean(pixels, color), part, value)
        return add_mean(shifted, color)

    sticks_out = tf.reduce_any(part.before + part.after > 0)
    return tf.cond(sticks_out, padded, lambda: pixels)


def pad_label_region(ids: tf.Tensor, part: Overlap, label: int) -> tf.Tensor:
    """Completes the ids `part.inside` of a label, uint8 `(h, w)`."""
    return _pad(ids, part, label)


def cut(pixels: tf.Tensor, inside: tf.Tensor) -> tf.Tensor:
    """Cuts `(top, left, height, width)` out of a picture."""
    top, left, height, width = tf.unstack(inside)
    return pixels[top : top + height, left : left + width]


def _pad(pixels, part, value):
    kept = pixels[: part.kept[0], : part.kept[1]]
    around = tf.stack([part.before, part.after], 1)
    if pixels.shape.rank == 3:
        around = tf.concat([around, [[0, 0]]], 0)
    value = tf.cast(value, pixels.dtype)
    padded = tf.pad(kept, around, constant_values=value)
    # In a graph, padding that is not constant forgets the channels.
    return tf.ensure_shape(padded, (None, None, *pixels.shape[2:]))
