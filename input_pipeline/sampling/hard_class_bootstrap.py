"""Visits the images of hard classes more often.

Source: Chen et al., "Rethinking Atrous Convolution for Semantic Image
Segmentation", arXiv:1706.05587, section 4.1. The paper does not say how many
copies it makes.
"""

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np

from input_pipeline import check
from input_pipeline.datasets.spec import DatasetSpec
from input_pipeline.sample import SamplePaths

VOC_HARD_CLASSES = (2, 9, 11, 16, 18)
"""Bicycle, chair, dining table, potted plant and sofa of PASCAL VOC."""


@dataclass(frozen=True, kw_only=True)
class HardClassBootstrap:
    """Repeats every image whose label holds any of some classes.

    All labels are read once, in parallel, when the batches are made.

    Args:
        classes: class ids, such as `VOC_HARD_CLASSES`; empty, which is the
            default, repeats nothing.
        copies: int >= 1, additional visits to such an image in each epoch.
            Defaults to 1.

    Raises:
        ValueError: if an id is negative or doubled, or `copies` below 1.
    """

    classes: tuple[int, ...] = ()
    copies: int = 1

    def __post_init__(self):
        ids = self.classes
        if any(not isinstance(i, int) or not 0 <= i < 255 for i in ids) or len(
            set(ids)
        ) < len(ids):
            raise ValueError(
                "`classes` must be different class ids from 0 to 254. "
                f"Received: {ids}"
            )
        if not isinstance(self.copies, int) or self.copies < 1:
            raise ValueError(
                f"`copies` must be an integer >= 1. Received: {self.copies!r}"
            )

    def visits(
        self, samples: Sequence[SamplePaths], spec: DatasetSpec
    ) -> np.ndarray:
        """Lists the images that one epoch visits.

        Args:
            samples: the images and their labels.
            spec: what the labels mean.

        Returns:
            int64 places in `samples`: each once, and those with a hard class
            `copies` times more.

        Raises:
            DataError: if a label cannot be read.
            ValueError: if a class does not exist.
        """
        every = np.arange(len(samples))
        if not self.classes:
            return every
        if max(self.classes) >= spec.num_classes:
            raise ValueError(
                f"`classes` of the bootstrap must be below {spec.num_classes},"
                f" the number of classes. Received: {self.classes}"
            )
        hard = self._holding(samples, spec)
        return np.concatenate([every, np.repeat(hard, self.copies)])

    def _holding(self, samples, spec) -> np.ndarray:
        def is_hard(sample: SamplePaths) -> bool:
            encoded = sample.label_path.read_bytes()
            counts = check.count_classes(sample.label_path, encoded, spec)
            return bool(counts[list(self.classes)].any())

        with ThreadPoolExecutor(os.cpu_count()) as pool:
            return np.flatnonzero(list(pool.map(is_hard, samples)))
