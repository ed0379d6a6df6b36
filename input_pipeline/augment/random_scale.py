"""Random scale: resizes image and label together by a random factor."""

from __future__ import annotations

from dataclasses import dataclass

from input_pipeline import lazy_tensorflow as tf
from input_pipeline.sample import IMAGE, LABEL, Sample


@dataclass(frozen=True, kw_only=True)
class RandomScale:
    """Resizes a sample by a factor drawn between `minimum` and `maximum`.

    The image is interpolated bilinearly, the label takes the nearest id.

    Args:
        minimum: float > 0, smallest factor. Defaults to 0.5.
        maximum: float >= `minimum`, largest factor. Defaults to 2.0.
        step: float >= 0, distance between the possible factors; 0 draws from
            the whole range. Defaults to 0.25.

    Raises:
        ValueError: if the range is empty or an argument is negative.
    """

    minimum: float = 0.5
    maximum: float = 2.0
    step: float = 0.25

    def __post_init__(self):
        if not 0 < self.minimum <= self.maximum:
            raise ValueError(
                "`minimum` and `maximum` of the scale must satisfy 0 < minimum "
                f"<= maximum. Received: {self.minimum}, {self.maximum}"
            )
        if self.step < 0:
            raise ValueError(f"`step` must be >= 0. Received: {self.step}")

    def __call__(self, sample: Sample, seed: tf.Tensor) -> Sample:
        """Resizes the sample; the same seed of shape (2,), the same factor."""
        size = self.scaled_size(tf.shape(sample[LABEL]), self.factor(seed))
        image = tf.image.resize(sample[IMAGE], size)
        if sample[IMAGE].dtype == tf.uint8:
            image = tf.cast(image + 0.5, tf.uint8)
        label = tf.image.resize(sample[LABEL][..., None], size, "nearest")
        return {
            **sample,
            IMAGE: image,
            LABEL: label[..., 0],
        }

    def factor(self, seed: tf.Tensor) -> tf.Tensor:
        """Draws the factor, a float32 scalar."""
        if self.step == 0:
            return tf.random.stateless_uniform(
                [], seed, self.minimum, self.maximum
            )
        # The small number keeps the last step when the division rounds down.
        steps = int((self.maximum - self.minimum) / self.step + 1e-6)
        taken = tf.random.stateless_uniform([], seed, 0, steps + 1, tf.int32)
        return self.minimum + self.step * tf.cast(taken, tf.float32)

    @staticmethod
    def scaled_size(size: tf.Tensor, factor: tf.Tensor) -> tf.Tensor:
        """Size `(height, width)` after scaling, rounded down, at least 1."""
        scaled = tf.cast(tf.cast(size, tf.float32) * factor, tf.int32)
        return tf.maximum(scaled, 1)
