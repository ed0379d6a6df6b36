"""How often each class occurs in a split, from what its labels store."""

from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np

from input_pipeline.datasets.spec import UNKNOWN, DatasetSpec
from input_pipeline.doctor.facts import LabelFacts, SampleFacts
from input_pipeline.sample import IGNORE_LABEL

IDS = 256


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
    facts: Iterable[SampleFacts], spec: DatasetSpec | None, split: str | None
) -> ClassCounts:
    """Counts the classes in the labels of one split, or of all (None)."""
    counts = ClassCounts()
    for sample in facts:
        if split is None or split in sample.case.splits:
            pixels = class_pixels(sample.label, spec)
            if pixels is not None:
                counts.add(pixels)
    return counts


def class_pixels(
    label: LabelFacts, spec: DatasetSpec | None
) -> np.ndarray | None:
    """Pixels of each class id, int64 of shape `(256,)`.

    Ids and colors that `spec` does not list count nowhere. None if the label
    cannot be used.
    """
    if label.problem is not None:
        return None
    if spec is not None and spec.label_colors is not None:
        known = dict(spec.label_colors)
        pairs = [
            (known[color], count)
            for color, count in label.colors.items()
            if color in known
        ]
    else:
        table = np.arange(IDS) if spec is None else spec.label_table
        pairs = [
            (table[stored], count)
            for stored, count in label.stored.items()
            if table[stored] != UNKNOWN
        ]
    pixels = _zeros()
    for class_id, count in pairs:
        # Counted as 255 whatever a data set calls its ignored id.
        ignored = spec is not None and class_id == spec.ignore_label
        pixels[IGNORE_LABEL if ignored else class_id] += count
    return pixels
