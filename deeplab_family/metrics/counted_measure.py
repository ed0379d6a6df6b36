"""Measures of a data set whose whole state is one array of counts."""

from typing import Self

import numpy as np


class CountedMeasure:
    """Counts that add up over images, replicas and processes.

    A subclass has an `update` that counts one image, and properties that
    follow from the counts. Memory does not grow with the images. All counts
    are integers, so neither the order of the images nor the way they were
    split changes a bit of any result.

    Args:
        shape: of the counts.

    Attributes:
        counts: int64 array. Counts of two measures with equal arguments may be
            added; `merge` checks the arguments, too.
    """

    def __init__(self, shape: tuple[int, ...]):
        self.counts = np.zeros(shape, np.int64)

    def merge(self, other: Self) -> None:
        """Takes in what another measure has counted.

        Args:
            other: measure of the same class with the same arguments; it is
                not changed.

        Raises:
            ValueError: if it is another measure.
        """
        if type(self) is not type(other) or self._settings != other._settings:
            raise ValueError(
                "Only measures of one kind with equal arguments can be "
                f"merged. Received: {self} and {other}"
            )
        self.counts += other.counts

    @property
    def _settings(self) -> dict:
        return {k: v for k, v in vars(self).items() if k != "counts"}

    def __repr__(self):
        settings = ", ".join(f"{k}={v!r}" for k, v in self._settings.items())
        return f"{type(self).__name__}({settings})"


def divide(numerator, denominator) -> np.ndarray:
    """Quotient of counts in float64; NaN where nothing was counted."""
    numerator, denominator = np.asarray(numerator), np.asarray(denominator)
    safe = np.where(denominator > 0, denominator, 1)
    return np.where(denominator > 0, numerator / safe, np.nan)
