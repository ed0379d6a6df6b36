"""Counted measures that compare two class maps of an image."""

import numpy as np

from deeplab_family.metrics.counted_measure import CountedMeasure
from deeplab_family.metrics.label_pair import check_classes, judged_pair


class ClassMapMeasure(CountedMeasure):
    """Counts of label maps and predictions, both checked.

    A subclass has `_count`, which adds one image to `counts`.

    Args:
        shape: of the counts.
        num_classes: int >= 1.
        ignore_label: int, no class; label of pixels that are not judged.

    Raises:
        ValueError: if there is no class, or the ignored label is one.
    """

    def __init__(
        self, shape: tuple[int, ...], num_classes: int, ignore_label: int
    ):
        check_classes(num_classes, ignore_label)
        super().__init__(shape)
        self.num_classes = num_classes
        self.ignore_label = ignore_label

    def update(self, label, prediction) -> None:
        """Counts one image.

        Args:
            label: class ids, integers `(height, width)`.
            prediction: class ids, integers of the same shape.

        Raises:
            ValueError: if shapes do not fit or an id is no class.
        """
        self._count(
            *judged_pair(label, prediction, self.num_classes, self.ignore_label)
        )

    def _count(
        self, label: np.ndarray, prediction: np.ndarray, judged: np.ndarray
    ) -> None:
        raise NotImplementedError
