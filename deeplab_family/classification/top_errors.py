"""Top-1 and top-5 error of a classifier."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable, Iterable

import keras
import numpy as np
import tensorflow as tf

TOP = 5


@dataclasses.dataclass(frozen=True)
class TopErrors:
    """Shares of the images whose class is not among the first.

    Attributes:
        top1: 0..1, share whose class has not the highest logit.
        top5: 0..1, share whose class has none of the five highest.
        images: number of images.
    """

    top1: float
    top5: float
    images: int

    def to_json(self) -> str:
        """The errors as JSON text, rounded to a millionth."""
        content = {
            "top1_error": round(self.top1, 6),
            "top5_error": round(self.top5, 6),
            "images": self.images,
        }
        return json.dumps(content, indent=2) + "\n"


def logits_function(model: keras.Model) -> Callable:
    """The model in inference, traced once for all evaluations."""

    @tf.function(reduce_retracing=True, autograph=False)
    def logits(images):
        return model(tf.cast(images, tf.float32), training=False)

    return logits


def evaluate_classifier(
    logits: Callable, batches: Iterable[tuple]
) -> TopErrors:
    """Top-1 and top-5 errors by one view of each image, as He et al.

    Args:
        logits: maps images to `(batch, num_classes)`; see `logits_function`.
        batches: `(images, labels)`: RGB in 0..255, and ids `(batch,)`.

    Raises:
        ValueError: if there is no image.
    """
    return errors_of(count_errors(logits, batches))


def count_errors(logits: Callable, batches: Iterable[tuple]) -> np.ndarray:
    """Counts of images; those of several shares add up.

    Args:
        logits, batches: as of `evaluate_classifier`; there may be no image.

    Returns:
        int64 `(3,)`: those whose class is not the first, those whose class is
        not among the first five, all.
    """
    counts = np.zeros(3, np.int64)
    for images, labels in batches:
        ranks = ranks_of(logits(images).numpy(), np.asarray(labels))
        counts += [np.sum(ranks >= 1), np.sum(ranks >= TOP), len(ranks)]
    return counts


def errors_of(counts: np.ndarray) -> TopErrors:
    """The errors that counts stand for; see `count_errors`.

    Raises:
        ValueError: if there is no image.
    """
    first, five, images = map(int, counts)
    if not images:
        raise ValueError("there is no image to judge by.")
    return TopErrors(top1=first / images, top5=five / images, images=images)


def ranks_of(logits: np.ndarray, labels: np.ndarray) -> np.ndarray:
    """Number of classes that stand before the right one.

    Of equal logits the lower id stands first, so that a network which answers
    the same for all classes is no good one. Where a logit is not a number,
    all stand before it.

    Args:
        logits: `(batch, num_classes)`.
        labels: ids `(batch,)`.

    Returns:
        ints `(batch,)`, 0 where the right class comes first.
    """
    count = logits.shape[1]
    own = np.take_along_axis(logits, labels[:, None], axis=1)
    earlier = np.arange(count) < labels[:, None]
    ranks = np.sum((logits > own) | ((logits == own) & earlier), axis=1)
    return np.where(np.isnan(logits).any(axis=1), count, ranks)
