"""Random rotation: turns image and label together."""

from __future__ import annotations

import math
from dataclasses import dataclass

from input_pipeline import lazy_tensorflow as tf
from input_pipeline.augment.pad import Padding, padding_color
from input_pipeline.augment.rotation import Rotation
from input_pipeline.sample import IGNORE_LABEL, IMAGE, LABEL, Sample


@dataclass(frozen=True, kw_only=True)
class RandomRotation:
    """Turns a sample about its center; its size stays.

    The image is interpolated bilinearly, the label takes the nearest id. What
    comes from outside is padding and the ignored label.

    Args:
        degrees: float 0..180; the angle is drawn from -degrees ... degrees.
            Defaults to 0: nothing turns.
        padding: "mean" or "zero", the color. Defaults to "mean".

    Raises:
        ValueError: if an argument is out of its range.
    """

    degrees: float = 0.0
    padding: Padding = "mean"

    def __post_init__(self):
        if not 0 <= self.degrees <= 180:
            raise ValueError(
                f"`degrees` of the rotation must be 0..180. "
                f"Received: {self.degrees}"
            )
        padding_color(self.padding)

    def __bool__(self) -> bool:
        """Does it turn anything at all?"""
        return self.degrees > 0

    def __call__(self, sample: Sample, seed: tf.Tensor) -> Sample:
        """Turns the sample; the same seed of shape (2,), the same angle."""
        if not self:
            return sample
        size, origin = tf.shape(sample[LABEL]), tf.zeros([2], tf.int32)
        rotation = Rotation(self.angle(seed), size, origin, size)
        return self.turned(sample, rotation, origin)

    def turned(
        self, sample: Sample, rotation: Rotation, corner: tf.Tensor
    ) -> Sample:
        """Turns a sample whose `corner` lies there in the whole picture."""
        color = padding_color(self.padding, sample[IMAGE].shape[-1])
        return {
            **sample,
            IMAGE: rotation.image(sample[IMAGE], corner, color),
            LABEL: rotation.label(sample[LABEL], corner, IGNORE_LABEL),
        }

    def angle(self, seed: tf.Tensor) -> tf.Tensor:
        """Draws the angle in radians, a float32 scalar."""
        most = math.radians(self.degrees)
        return tf.random.stateless_uniform([], seed, -most, most)
