"""Sum of confusion matrices, as Beam combines it over machines."""

from collections.abc import Iterable

import apache_beam as beam
import numpy as np

Counted = tuple[np.ndarray, int]
"""int64 `(num_classes + 2, num_classes + 1)`, and the images behind it."""


class ConfusionSum(beam.CombineFn):
    """Adds up confusion matrices and the numbers of their images.

    Integers are added, so the sum does not depend on how the images were
    divided.

    Args:
        num_classes: int > 0.
    """

    def __init__(self, num_classes: int):
        self._shape = num_classes + 2, num_classes + 1

    def create_accumulator(self) -> Counted:
        """No image."""
        return np.zeros(self._shape, np.int64), 0

    def add_input(self, accumulator: Counted, element: Counted) -> Counted:
        """With the counts of one more image, or of several."""
        return self.merge_accumulators([accumulator, element])

    def merge_accumulators(self, accumulators: Iterable[Counted]) -> Counted:
        """The sum of several parts."""
        total, images = self.create_accumulator()
        for table, count in accumulators:
            total = total + table
            images += count
        return total, images

    def extract_output(self, accumulator: Counted) -> Counted:
        """The sum itself."""
        return accumulator
