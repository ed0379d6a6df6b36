"""Cuts the patch of a sample out of its picture."""

from __future__ import annotations

from dataclasses import dataclass

from input_pipeline import lazy_tensorflow as tf
from input_pipeline.augment.pad import Padding, padding_color
from input_pipeline.augment.pad_region import (
    cut,
    overlap,
    pad_image_region,
    pad_label_region,
)
from input_pipeline.sample import IGNORE_LABEL, IMAGE, LABEL, REGION, Sample


@dataclass(frozen=True, kw_only=True)
class CutPatch:
    """Cuts the region that a sample names; samples without one stay whole.

    Args:
        jitter: int >= 0, the region moves by up to so many pixels up or down
            and left or right. Defaults to 0.
        padding: "mean" or "zero", the color of what sticks out. Defaults to
            "mean". The label there is the ignored one.

    Raises:
        ValueError: if an argument is out of its range.
    """

    jitter: int = 0
    padding: Padding = "mean"

    def __post_init__(self):
        if not isinstance(self.jitter, int) or self.jitter < 0:
            raise ValueError(
                f"`jitter` must be an integer >= 0. Received: {self.jitter!r}"
            )
        padding_color(self.padding)

    def __call__(self, sample: Sample, seed: tf.Tensor) -> Sample:
        """Cuts the patch; the same seed of shape (2,), the same place."""
        if REGION not in sample:
            return sample
        region = self.region(sample, seed)
        part = overlap(region, tf.shape(sample[LABEL]))
        image = cut(sample[IMAGE], part.inside)
        rest = {name: sample[name] for name in sample if name != REGION}
        return {
            **rest,
            IMAGE: pad_image_region(
                image, part, padding_color(self.padding, image.shape[-1])
            ),
            LABEL: self.label(sample, region),
        }

    def region(self, sample: Sample, seed: tf.Tensor) -> tf.Tensor:
        """Draws the region, int32 `(top, left, height, width)`."""
        if REGION not in sample:
            return tf.concat([[0, 0], tf.shape(sample[LABEL])], 0)
        if self.jitter == 0:
            return sample[REGION]
        moved = tf.random.stateless_uniform(
            [2], seed, -self.jitter, self.jitter + 1, tf.int32
        )
        return sample[REGION] + tf.concat([moved, [0, 0]], 0)

    @staticmethod
    def label(sample: Sample, region: tf.Tensor) -> tf.Tensor:
        """The label of the region alone."""
        if REGION not in sample:
            return sample[LABEL]
        part = overlap(region, tf.shape(sample[LABEL]))
        return pad_label_region(
            cut(sample[LABEL], part.inside), part, IGNORE_LABEL
        )
