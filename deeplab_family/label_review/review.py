"""Review of a data set by a model: each image is asked once, in order."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from deeplab_family.label_review.contradiction import (
    CONFIDENCE,
    Contradiction,
    find_contradiction,
)
from deeplab_family.label_review.label_next import (
    describe,
    rank_next,
    uncertainty_map,
)

Progress = Callable[[int, int], None]


@dataclass(frozen=True, eq=False)
class ReviewSample:
    """An image that can be read, perhaps with its label.

    Attributes:
        name: what to call it.
        read_image: gives `(height, width, channels)` as the model takes it,
            uint8 RGB of most.
        read_labels: gives uint8 class ids of the same size; None where there
            is no label.
        label_name: what to call its label; "" for none.
    """

    name: str
    read_image: Callable[[], np.ndarray]
    read_labels: Callable[[], np.ndarray] | None = None
    label_name: str = ""


@dataclass(frozen=True, eq=False)
class DoubtedLabel:
    """A label to look at.

    Attributes:
        sample: whose it is.
        doubt: what the model contradicts.
    """

    sample: ReviewSample
    doubt: Contradiction


@dataclass(frozen=True, eq=False)
class NextImage:
    """An image without a label.

    Attributes:
        sample: the image.
        uncertainty: mean over its pixels, 0..1; see `uncertainty_map`.
        is_next: whether it is one of those to label next.
    """

    sample: ReviewSample
    uncertainty: float
    is_next: bool


def doubted_labels(
    predictor: Callable,
    samples: Sequence[ReviewSample],
    ignore_label: int = 255,
    confidence: float = CONFIDENCE,
    progress: Progress | None = None,
) -> list[DoubtedLabel]:
    """Labels that a sure model contradicts, the most contradicted first.

    Args:
        predictor: takes uint8 RGB `(1, height, width, 3)` and returns an
            object with `probabilities`; see `load_predictor`.
        samples: have labels.
        ignore_label: label of pixels that are not compared.
        confidence: least probability that counts as sure.
        progress: called with the number of images that are done, and of all.

    Returns:
        Only those with a contradiction; of equal ones the earlier first.

    Raises:
        ValueError: if the model answers with a class map alone.
    """
    found = []
    for place, sample in enumerate(samples):
        doubt = find_contradiction(
            sample.read_labels(),
            ask(predictor, sample.read_image()),
            ignore_label,
            confidence,
        )
        if doubt is not None:
            found.append(DoubtedLabel(sample, doubt))
        if progress is not None:
            progress(place + 1, len(samples))
    return sorted(found, key=lambda one: -one.doubt.share)


def next_images(
    predictor: Callable,
    samples: Sequence[ReviewSample],
    count: int,
    progress: Progress | None = None,
) -> list[NextImage]:
    """Images without labels, in the order in which to label them.

    Args:
        predictor: see `doubted_labels`.
        samples: the images.
        count: int >= 1, how many are to be labeled next.
        progress: see `doubted_labels`.

    Returns:
        All of them; the first `count` are chosen to be different, see
        `rank_next`.

    Raises:
        ValueError: if the model answers with a class map alone.
    """
    doubts, descriptions = [], []
    for sample in samples:
        probabilities = ask(predictor, sample.read_image())
        doubts.append(float(uncertainty_map(probabilities).mean()))
        descriptions.append(describe(probabilities))
        if progress is not None:
            progress(len(doubts), len(samples))
    if not doubts:
        return []
    order = rank_next(np.array(doubts), np.stack(descriptions), count)
    return [
        NextImage(samples[place], doubts[place], rank < count)
        for rank, place in enumerate(order)
    ]


def ask(predictor: Callable, image: np.ndarray) -> np.ndarray:
    """Probabilities `(height, width, classes)` of one image.

    Raises:
        ValueError: if the model answers with a class map alone.
    """
    probabilities = predictor(image[None]).probabilities
    if probabilities is None:
        raise ValueError(
            "the model answers with a class map alone, and a review needs "
            "probabilities. Name the .keras file"
        )
    return probabilities[0]
