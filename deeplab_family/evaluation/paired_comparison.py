"""Paired comparison of two models on the same images, by a bootstrap."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from deeplab_family.evaluation.image_scores import ImageScores, stack_counts
from deeplab_family.metrics import (
    ClassCounts,
    bootstrap_counts,
    confidence_interval,
)
from input_pipeline.errors import DataError


@dataclass(frozen=True, eq=False)
class PairedDifference:
    """Paired difference of two models on the same images.

    Args:
        mean_iou: ours minus theirs, on all images.
        interval: float64 `(2,)`, low and high of it over drawn images, 95 %.
        p_value: two-sided, of "no difference": twice the share of draws on
            the other side of zero, at most 1.
        better: number of images whose own mean IoU is higher in ours.
        worse: number of images in which it is lower.
    """

    mean_iou: float
    interval: np.ndarray
    p_value: float
    better: int
    worse: int


def paired_difference(
    ours: Sequence[ImageScores], theirs: Sequence[ImageScores]
) -> PairedDifference:
    """Compares two models in pairs: both are scored on the same draws.

    What makes an image hard for both cancels out, so the interval is narrower
    than the two models' own suggest.

    Args:
        ours: of one model, a row for each image.
        theirs: of the other, the same images in the same order.

    Raises:
        DataError: if these are other images, or fewer than two.
    """
    _require_same_images(ours, theirs)
    before, after = stack_counts(theirs), stack_counts(ours)
    drawn = bootstrap_counts(after).mean_iou - bootstrap_counts(before).mean_iou
    drawn = drawn[~np.isnan(drawn)]
    sides = np.count_nonzero(drawn <= 0), np.count_nonzero(drawn >= 0)
    own = np.array([row.mean_iou for row in ours])
    other = np.array([row.mean_iou for row in theirs])
    return PairedDifference(
        mean_iou=_mean_iou(after) - _mean_iou(before),
        interval=confidence_interval(drawn),
        # The images themselves are a draw, too: no p-value is ever 0.
        p_value=min(1.0, 2 * (min(sides) + 1) / (len(drawn) + 1)),
        better=int(np.count_nonzero(own > other)),
        worse=int(np.count_nonzero(own < other)),
    )


def _mean_iou(counts: np.ndarray) -> float:
    return float(ClassCounts(*counts.sum(axis=0, dtype=np.int64)).mean_iou)


def _require_same_images(ours, theirs) -> None:
    if len(ours) != len(theirs):
        raise DataError(
            "two models are compared on the same images. Received: "
            f"{len(ours)} and {len(theirs)} images"
        )
    if len(ours) < 2:
        raise DataError(
            "two models are compared on two images or more. "
            f"Received: {len(ours)}"
        )
    for number, (our, their) in enumerate(zip(ours, theirs, strict=True)):
        if our.name != their.name:
            raise DataError(
                "two models are compared on the same images in the same "
                f"order. Received: image {number + 1} is {our.name!r} and "
                f"{their.name!r}"
            )
