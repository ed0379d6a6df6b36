"""Test-time augmentation: averages over scales and mirrored images."""

from collections.abc import Sequence

import tensorflow as tf

from export.serving.scorer import Scorer


def averaged(scorer: Scorer, scales: Sequence[float], flip: bool) -> Scorer:
    """Average the probabilities over scales and mirrored images.

    Images and scores are resized bilinearly; the average is taken at the
    image's own size.

    Args:
        scorer: scores one image size.
        scales: sizes relative to the image's.
        flip: average with the mirrored image too.
    """
    if tuple(scales) == (1.0,) and not flip:
        return scorer

    def score(images):
        total = 0.0
        for scale in scales:
            scaled = _resize(images, _scaled_size(images, scale))
            total += _at_size_of(images, scorer, scaled)
            if flip:
                mirrored = tf.reverse(scaled, [2])
                answer = _at_size_of(images, scorer, mirrored)
                total += tf.reverse(answer, [2])
        return total / (len(scales) * (2 if flip else 1))

    return Scorer(score, False, scorer.num_classes)


def _at_size_of(images, scorer, scaled):
    scores = _resize(scorer.score(scaled), tf.shape(images)[1:3])
    return scorer.probabilities(scores)


def _scaled_size(images, scale):
    if scale == 1:
        return None
    size = tf.cast(tf.shape(images)[1:3], tf.float32) * scale
    return tf.maximum(tf.cast(tf.round(size), tf.int32), 1)


def _resize(images, size):
    return images if size is None else tf.image.resize(images, size)
