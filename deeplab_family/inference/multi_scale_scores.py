"""Multi-scale inference: scores averaged over scales and mirrored images.

Source: Chen et al., arXiv:1706.05587, section 4.2 ("average probabilities
from each scale and flipped images"); sizes and resizing as in its code.
"""

from collections.abc import Callable, Sequence

import tensorflow as tf

from deeplab_family.backend import resize_bilinear

Score = Callable[[tf.Tensor], tf.Tensor]
"""Maps images `(batch, height, width, 3)` to scores of the same size."""


def multi_scale(
    score: Score,
    scales: Sequence[float] = (1.0,),
    flip: bool = False,
    finish: Score = tf.nn.softmax,
    align_corners: bool = True,
) -> Score:
    """A score that is the mean over scales and mirrored images.

    Args:
        score: what is asked; float32 images and scores.
        scales: sizes relative to the image's.
        flip: ask the mirrored image at each scale, too.
        finish: applied to the scores of one scale, at the size of the image,
            before they are averaged: `tf.nn.softmax` makes logits
            probabilities, `tf.identity` leaves them.
        align_corners: align the corner pixels of both sizes, a side becoming
            `int((side - 1) * scale + 1)`; otherwise the edges, a side
            becoming `round(side * scale)`, at least 1.

    Returns:
        Maps float32 images `(batch, height, width, 3)` to float32
        `(batch, height, width, classes)`.
    """

    def ask(images, size):
        return finish(resize_bilinear(score(images), size, align_corners))

    def mean(images):
        size = _size_of(images)
        total = 0.0
        for scale in scales:
            scaled = images
            if scale != 1:
                small = scaled_size(size, scale, align_corners)
                scaled = resize_bilinear(images, small, align_corners)
            total += ask(scaled, size)
            if flip:
                mirrored = ask(tf.reverse(scaled, [2]), size)
                total += tf.reverse(mirrored, [2])
        return total / (len(scales) * (2 if flip else 1))

    return mean


def _size_of(images):
    """Height and width: numbers where they are known, else tensors."""
    known, now = images.shape[1:3], tf.unstack(tf.shape(images)[1:3])
    return tuple(k or n for k, n in zip(known, now, strict=True))


def scaled_size(size, scale: float, align_corners: bool = True) -> tuple:
    """Height and width at which an image is asked.

    Args:
        size: height and width of the image, ints or int32 tensors.
        scale: relative to it.
        align_corners: as for `multi_scale`.
    """
    return tuple(_side(length, scale, align_corners) for length in size)


def _side(length, scale, align_corners):
    if isinstance(length, int):
        if align_corners:
            return int((length - 1) * scale + 1)
        return max(round(length * scale), 1)
    # In double precision: 1.1 * 10 + 1 must not become 11.999999.
    side = tf.cast(length, tf.float64)
    if align_corners:
        return tf.cast((side - 1) * scale + 1, tf.int32)
    return tf.maximum(tf.cast(tf.round(side * scale), tf.int32), 1)
