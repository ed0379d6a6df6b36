"""Temperature scaling: one number that makes probabilities less sure.

Source: Guo et al., "On Calibration of Modern Neural Networks", ICML 2017
(arXiv:1706.04599), section 4.2. The number is fitted on pixels drawn from all
images alike; class maps do not change.
"""

from typing import Self

import numpy as np

from deeplab_family.metrics.label_pair import check_pair

COLDEST, HOTTEST = 0.01, 100.0
SMALLEST = np.float32(1e-30)
PRECISION = 1e-6
MOST_STEPS = 60


class PixelSample:
    """Pixels drawn evenly from all judged pixels of all images.

    Every pixel draws a number and the smallest are kept: a fair sample of any
    number of images in constant memory.

    Args:
        size: int >= 1, most pixels that are kept.
        ignore_label: int, label of pixels that are not judged.
        seed: of the draw. Measures that are to be merged need different ones.

    Attributes:
        labels: int64 `(pixels,)`.
        log_probabilities: float32 `(pixels, classes)`, their natural logarithm.
    """

    def __init__(
        self, size: int = 2**16, ignore_label: int = 255, seed: int = 0
    ):
        if size < 1:
            raise ValueError(f"`size` must be >= 1. Received: {size}")
        self.size = size
        self.ignore_label = ignore_label
        self._random = np.random.default_rng(seed)
        self._draws = np.empty(0)
        self.labels = np.empty(0, np.int64)
        self.log_probabilities = np.empty((0, 0), np.float32)

    def update(self, label, probabilities) -> None:
        """Draws from one image.

        Args:
            label: class ids, integers `(height, width)`.
            probabilities: floats `(height, width, classes)`.

        Raises:
            ValueError: if shapes do not fit or a label is no class.
        """
        probabilities = np.asarray(probabilities)
        label, _ = check_pair(label, probabilities[..., 0], "probabilities")
        judged = np.flatnonzero(label != self.ignore_label)
        draws = self._random.random(judged.size)
        if self._draws.size == self.size:
            kept = np.flatnonzero(draws < self._draws.max())
        else:
            kept = _smallest(draws, self.size)
        chosen = judged[kept]
        labels = label.ravel()[chosen].astype(np.int64)
        classes = probabilities.shape[-1]
        if labels.size and not 0 <= labels.min() <= labels.max() < classes:
            raise ValueError(
                f"`label` must hold the ids 0..{classes - 1} and "
                f"{self.ignore_label} (ignored). "
                f"Received: {labels.min()} to {labels.max()}"
            )
        rows = probabilities.reshape(-1, classes)[chosen].astype(np.float32)
        self._keep(draws[kept], labels, np.log(np.maximum(rows, SMALLEST)))

    def merge(self, other: Self) -> None:
        """Takes in the pixels of another sample, drawn with another seed."""
        self._keep(other._draws, other.labels, other.log_probabilities)

    def _keep(self, draws, labels, rows):
        if not draws.size:
            return
        if self._draws.size:
            rows = np.concatenate([self.log_probabilities, rows])
        draws = np.concatenate([self._draws, draws])
        labels = np.concatenate([self.labels, labels])
        kept = _smallest(draws, self.size)
        self._draws, self.labels = draws[kept], labels[kept]
        self.log_probabilities = rows[kept]


def fit_temperature(log_probabilities: np.ndarray, labels: np.ndarray) -> float:
    """Temperature with the least mean cross entropy.

    Newton's method on the inverse temperature, in which the cross entropy is
    convex, held between bounds that each step tightens.

    Args:
        log_probabilities: floats `(pixels, classes)`; logits do as well.
        labels: class ids, integers `(pixels,)`.

    Returns:
        A number of 0.01..100, an end of it where the best one lies beyond, as
        for a network that is always right. Above 1: too sure of itself.

    Raises:
        ValueError: if there is no pixel.
    """
    logits = np.asarray(log_probabilities, np.float64)
    if not len(logits):
        raise ValueError("A temperature needs one labeled pixel or more.")
    own = logits[np.arange(len(logits)), labels]
    low, high = 1 / HOTTEST, 1 / COLDEST
    if _slope(logits, own, low)[0] >= 0:
        return HOTTEST
    if _slope(logits, own, high)[0] <= 0:
        return COLDEST
    inverse = 1.0
    for _ in range(MOST_STEPS):
        slope, curvature = _slope(logits, own, inverse)
        low, high = (inverse, high) if slope < 0 else (low, inverse)
        step = slope / curvature if curvature > 0 else np.inf
        before, inverse = inverse, inverse - step
        if not low < inverse < high:
            inverse = np.sqrt(low * high)
        if abs(inverse - before) <= PRECISION * before:
            break
    return float(1 / inverse)


def with_temperature(
    probabilities: np.ndarray, temperature: float
) -> np.ndarray:
    """Probabilities as from logits divided by a temperature.

    Args:
        probabilities: floats `(..., classes)`.
        temperature: float > 0; above 1 they become more even.

    Returns:
        float32 array of the same shape.
    """
    if not temperature > 0:
        raise ValueError(
            f"`temperature` must be above 0. Received: {temperature}"
        )
    scores = np.maximum(np.asarray(probabilities, np.float32), SMALLEST)
    scores = np.log(scores) / np.float32(temperature)
    scores -= scores.max(axis=-1, keepdims=True)
    np.exp(scores, out=scores)
    return scores / scores.sum(axis=-1, keepdims=True)


def _slope(logits, own, inverse):
    """First and second derivative of the mean cross entropy."""
    scores = logits * inverse
    scores -= scores.max(axis=1, keepdims=True)
    shares = np.exp(scores)
    shares /= shares.sum(axis=1, keepdims=True)
    mean = (shares * logits).sum(axis=1)
    spread = (shares * logits**2).sum(axis=1) - mean**2
    return (mean - own).mean(), spread.mean()


def _smallest(draws, size):
    if draws.size <= size:
        return np.arange(draws.size)
    return np.argpartition(draws, size - 1)[:size]
