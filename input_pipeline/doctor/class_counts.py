"""Class counts of a split, in pixels and images."""

from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np

from input_pipeline.datasets.spec import DatasetSpec
from input_pipeline.doctor.sample_ref import SampleStats
from input_pipeline.inspection.stats import (
    IDS,
    class_pixels,
)
from input_pipeline.sample import IGNORE_LABEL


def _zeros() -> np.ndarray:
    return np.zeros(IDS, np.int64)


@dataclass
class ClassCounts:
    """Sums over the labels of a split; arrays are int64 of shape `(256,)`.

    Args:
        labels: number of usable labels.
        pixels: pixels of each class id, the ignored one included.
        images: labels in which each class occurs.
        around: labeled pixels of all labels in which each class occurs.
    """

    labels: int = 0
    pixels: np.ndarray = field(default_factory=_zeros)
    images: np.ndarray = field(default_factory=_zeros)
    around: np.ndarray = field(default_factory=_zeros)

    def add(self, pixels: np.ndarray) -> None:
        """Adds one label by its pixels of each class id."""
        present = pixels > 0
        self.labels += 1
        self.pixels += pixels
        self.images += present
        self.around += present * (pixels.sum() - pixels[IGNORE_LABEL])

    @property
    def shares(self) -> np.ndarray:
        """Share of each id in all pixels, float64 of shape `(256,)`."""
        return self.pixels / max(1, self.pixels.sum())


def count_split(
    facts: Iterable[SampleStats], spec: DatasetSpec | None, split: str | None
) -> ClassCounts:
    """Counts the classes in the labels of one split, or of all (None)."""
    counts = ClassCounts()
    for sample in facts:
        if split is None or split in sample.case.splits:
            pixels = class_pixels(sample.label, spec)
            if pixels is not None:
                counts.add(pixels)
    return counts
