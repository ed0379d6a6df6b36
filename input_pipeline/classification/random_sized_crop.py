"""Random-sized crop: a window of random area and shape."""

from __future__ import annotations

import math
from dataclasses import dataclass

from input_pipeline import lazy_tensorflow as tf


@dataclass(frozen=True, kw_only=True)
class RandomSizedCrop:
    """Draws the part of an image that is resized to the crop.

    Source: Szegedy et al., "Going Deeper with Convolutions",
    arXiv:1409.4842, section 6: 8 to 100 % of the area, sides of 3:4 to 4:3.
    Wide and tall windows are equally likely: the logarithm of the ratio is
    uniform. `fb.resnet.torch` divides and multiplies both sides by its ratio,
    so that there they are 9:16 to 16:9.

    Args:
        minimum_area: 0 < area <= maximum_area, share of the image's.
        maximum_area: <= 1.
        minimum_ratio: 0 < ratio <= maximum_ratio, width over height.
        maximum_ratio: the largest.
        attempts: int >= 1; where so many windows stick out of the image, its
            largest centered square is taken.

    Raises:
        ValueError: if an argument is out of its range.
    """

    minimum_area: float = 0.08
    maximum_area: float = 1.0
    minimum_ratio: float = 3 / 4
    maximum_ratio: float = 4 / 3
    attempts: int = 10

    def __post_init__(self):
        if not 0 < self.minimum_area <= self.maximum_area <= 1:
            raise ValueError(
                "`minimum_area` and `maximum_area` must lie in 0 < minimum <= "
                f"maximum <= 1. Received: {self.minimum_area}, "
                f"{self.maximum_area}"
            )
        ratios = self.minimum_ratio, self.maximum_ratio
        if not 0 < ratios[0] <= ratios[1] < math.inf:
            raise ValueError(
                "`minimum_ratio` and `maximum_ratio` must lie in 0 < minimum "
                f"<= maximum. Received: {ratios[0]}, {ratios[1]}"
            )
        if self.attempts < 1:
            raise ValueError(
                f"`attempts` must be >= 1. Received: {self.attempts}"
            )

    def window(self, shape: tf.Tensor, seed: tf.Tensor) -> tf.Tensor:
        """Draws a window.

        Args:
            shape: int32 `(height, width)` of the image.
            seed: int tensor of shape (2,); the same seed, the same window.

        Returns:
            int32 `(top, left, height, width)`, inside the image.
        """
        draws = tf.random.stateless_uniform([4, self.attempts], seed)
        sizes = self._sizes(shape, draws[0], draws[1])
        inside = tf.reduce_all((sizes >= 1) & (sizes <= shape), axis=1)
        first = tf.argmax(tf.cast(inside, tf.int32))
        size = tf.where(
            inside[first], sizes[first], tf.repeat(tf.reduce_min(shape), 2)
        )
        # Rounded to float32, a share of almost 1 could lead outside.
        free = shape - size
        share = tf.where(inside[first], draws[2:, first], 0.5)
        places = tf.cast(share * tf.cast(free + 1, tf.float32), tf.int32)
        return tf.concat([tf.minimum(places, free), size], 0)

    def _sizes(self, shape, areas, ratios):
        """Heights and widths, int32 `(attempts, 2)`."""
        low, high = self.minimum_area, self.maximum_area
        pixels = tf.cast(tf.reduce_prod(shape), tf.float32)
        area = (low + areas * (high - low)) * pixels
        low, high = math.log(self.minimum_ratio), math.log(self.maximum_ratio)
        ratio = tf.exp(low + ratios * (high - low))
        sides = tf.stack([tf.sqrt(area / ratio), tf.sqrt(area * ratio)], 1)
        return tf.cast(tf.round(sides), tf.int32)
