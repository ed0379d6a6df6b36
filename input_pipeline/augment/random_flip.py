"""Random flip: mirrors image and label together, left to right."""

from __future__ import annotations

from dataclasses import dataclass

from input_pipeline import lazy_tensorflow as tf
from input_pipeline.sample import IMAGE, LABEL, Sample


@dataclass(frozen=True, kw_only=True)
class RandomFlip:
    """Mirrors a sample left to right with a given probability.

    Args:
        probability: float 0..1; 0 never flips, 1 always. Defaults to 0.5.

    Raises:
        ValueError: if `probability` is outside 0..1.
    """

    probability: float = 0.5

    def __post_init__(self):
        if not 0 <= self.probability <= 1:
            raise ValueError(
                f"`probability` must be 0..1. Received: {self.probability}"
            )

    def __call__(self, sample: Sample, seed: tf.Tensor) -> Sample:
        """Mirrors the sample or not; the same seed, the same answer."""
        return self.mirrored(sample, self.flips(seed))

    @staticmethod
    def mirrored(sample: Sample, flips: tf.Tensor) -> Sample:
        """Mirrors the sample if the scalar bool tensor `flips` says so."""
        image, label = sample[IMAGE], sample[LABEL]
        return {
            **sample,
            IMAGE: tf.cond(flips, lambda: image[:, ::-1], lambda: image),
            LABEL: tf.cond(flips, lambda: label[:, ::-1], lambda: label),
        }

    def flips(self, seed: tf.Tensor) -> tf.Tensor:
        """Draws whether to flip, a scalar bool tensor."""
        return tf.random.stateless_uniform([], seed) < self.probability
