"""Contradiction between a label and a model that is sure of another class.

A pixel is doubted where the model's class is not the label's and has at least
a stated probability. Models are also sure and wrong along outlines, where
labels are drawn by hand: only what lies some pixels inside of such an area
counts. What is left counts by its margin, p(model's class) - p(label's class):
the self-confidence of confident learning (Northcutt et al., arXiv:1911.00068)
pixel by pixel, summed over areas as annotators would look at them.
"""

from dataclasses import dataclass

import cv2
import numpy as np

CONFIDENCE = 0.9
BORDER = 2
"""Pixels along the outline of an area that do not count."""


@dataclass(frozen=True)
class Contradiction:
    """Contradiction of a label by a model: its share, and where most.

    Attributes:
        share: sum of the margins over the pixels of the image, 0..1.
        labeled: class id of the label in the largest area.
        predicted: class id of the model there.
        confidence: mean probability of that class there.
        box: `(top, left, height, width)` of that area in pixels.
    """

    share: float
    labeled: int
    predicted: int
    confidence: float
    box: tuple[int, int, int, int]


def find_contradiction(
    labels: np.ndarray,
    probabilities: np.ndarray,
    ignore_label: int = 255,
    confidence: float = CONFIDENCE,
    border: int = BORDER,
) -> Contradiction | None:
    """Compares a label with what a model is sure of.

    Args:
        labels: uint8 class ids `(height, width)`.
        probabilities: floats `(height, width, classes)`.
        ignore_label: label of pixels that are not compared.
        confidence: least probability of the model's class.
        border: int >= 0; areas thinner than 2 * border + 1 pixels, as along
            outlines, do not count.

    Returns:
        None where the model contradicts nothing.

    Raises:
        ValueError: if sizes differ, or a label is no class.
    """
    number = probabilities.shape[-1]
    keep = labels != ignore_label
    _check(labels, probabilities, keep)
    predicted = probabilities.argmax(axis=-1)
    top = probabilities.max(axis=-1)
    given = np.where(keep, labels, 0).astype(np.intp)
    own = np.take_along_axis(probabilities, given[..., None], -1)[..., 0]
    doubted = keep & (predicted != given) & (top >= confidence)
    margin, pairs = top - own, given * number + predicted
    total, largest = 0.0, (0.0, None)
    for pair in np.unique(pairs[doubted]):
        areas, inside = _areas(doubted & (pairs == pair), border)
        weights = np.bincount(areas.ravel(), (margin * inside).ravel())[1:]
        total += weights.sum()
        if len(weights) and weights.max() > largest[0]:
            place = areas == 1 + weights.argmax()
            largest = weights.max(), (pair, place)
    if largest[1] is None:
        return None
    pair, place = largest[1]
    return Contradiction(
        share=float(total / labels.size),
        labeled=int(pair // number),
        predicted=int(pair % number),
        confidence=float(top[place].mean()),
        box=_box(place),
    )


def _check(labels, probabilities, keep):
    if probabilities.shape[:2] != labels.shape:
        raise ValueError(
            "`probabilities` must have the size of `labels`. Received: "
            f"{probabilities.shape} for labels {labels.shape}"
        )
    if labels[keep].max(initial=0) >= probabilities.shape[-1]:
        raise ValueError(
            f"`labels` must be 0..{probabilities.shape[-1] - 1} or ignored. "
            f"Received: {labels[keep].max()}"
        )


def _areas(mask: np.ndarray, border: int) -> tuple[np.ndarray, np.ndarray]:
    """Connected areas by number from 1, and what lies inside of them."""
    side = 2 * border + 1
    # the edge of the image is no outline
    padded = np.pad(mask.astype(np.uint8), border, mode="edge")
    inside = cv2.erode(padded, np.ones((side, side), np.uint8))
    rows, columns = (slice(border, border + n) for n in mask.shape)
    inside = inside[rows, columns]
    areas = cv2.connectedComponents(inside, connectivity=8)[1]
    return areas, inside


def _box(place: np.ndarray) -> tuple[int, int, int, int]:
    rows, columns = (np.flatnonzero(place.any(axis=axis)) for axis in (1, 0))
    top, left = int(rows[0]), int(columns[0])
    return top, left, int(rows[-1]) - top + 1, int(columns[-1]) - left + 1
