"""Longest side: large photographs scored small, answered at their size.

The scores are enlarged in strips of rows, each of which is turned into its
answer (a class, say) at once: scores of the whole photograph never exist.
"""

from collections.abc import Callable

import tensorflow as tf

Answer = dict[str, tf.Tensor]
# Scores of one strip: 16 MB in float32.
STRIP = 2**22


def shrunk_size(
    height: tf.Tensor, width: tf.Tensor, longest_side: int
) -> tuple[tf.Tensor, tf.Tensor]:
    """Height and width, in proportion, of at most `longest_side`; 1 or more."""
    scale = longest_side / tf.maximum(height, width)

    def scaled(side):
        exact = tf.round(tf.cast(side, scale.dtype) * scale)
        small = tf.maximum(tf.cast(exact, tf.int32), 1)
        return tf.where(scale < 1, small, side)

    return scaled(height), scaled(width)


def shrink(images: tf.Tensor, longest_side: int) -> tf.Tensor:
    """Average over areas until no side is longer.

    Args:
        images: `(batch, height, width, channels)`, uint8 or float32.
        longest_side: in pixels; smaller images stay as they are.

    Returns:
        float32, those of uint8 rounded like the pixels of a resized file.
    """
    height, width = tf.unstack(tf.shape(images)[1:3])
    size = tf.stack(shrunk_size(height, width, longest_side))
    small = tf.image.resize(images, size, "area")
    if images.dtype == tf.uint8:
        small = tf.round(small)
    shape = (images.shape[0], None, None, images.shape[-1])
    return tf.ensure_shape(small, shape)


def enlarged_answer(
    scores: tf.Tensor,
    size: tf.Tensor,
    finish: Callable[[tf.Tensor], Answer],
) -> Answer:
    """Answer that `finish` makes of scores resized bilinearly.

    Args:
        scores: float32 `(height, width, classes)`.
        size: int32, the wanted (height, width).
        finish: maps scores `(rows, width, classes)` to tensors of the same
            rows and width.
    """
    classes = scores.shape[-1]
    rows = tf.maximum(STRIP // (tf.maximum(size[1], 1) * classes), 1)
    count = (size[0] + rows - 1) // rows

    def strip(index, answers):
        low = index * rows
        high = tf.minimum(low + rows, size[0])
        answer = finish(_strip(scores, low, high, size))
        return index + 1, {
            name: answers[name].write(index, value)
            for name, value in answer.items()
        }

    probe = finish(tf.zeros((0, 0, classes)))
    pieces = {
        name: tf.TensorArray(
            value.dtype,
            size=count,
            infer_shape=False,
            element_shape=(None, None, *value.shape[2:]),
        )
        for name, value in probe.items()
    }
    _, pieces = tf.while_loop(
        lambda index, _: index < count,
        strip,
        (0, pieces),
        # One strip after the other: memory is what strips are for.
        parallel_iterations=1,
    )
    return {name: piece.concat() for name, piece in pieces.items()}


def _strip(scores, low, high, size):
    """Rows `low` to `high` of the enlarged scores."""
    old = tf.shape(scores)[0]
    ratio = tf.cast(old, tf.float32) / tf.cast(size[0], tf.float32)
    center = (tf.cast(tf.range(low, high), tf.float32) + 0.5) * ratio - 0.5
    center = tf.clip_by_value(center, 0, tf.cast(old - 1, tf.float32))
    above = tf.cast(tf.floor(center), tf.int32)
    below = tf.minimum(above + 1, old - 1)
    weight = (center - tf.floor(center))[:, None, None]
    first, second = tf.gather(scores, above), tf.gather(scores, below)
    rows = first + (second - first) * weight
    return tf.image.resize(rows[None], tf.stack([high - low, size[1]]))[0]
