"""PCA lighting: one random shift of color along the axes of natural light."""

from __future__ import annotations

from dataclasses import dataclass

from input_pipeline import lazy_tensorflow as tf
from input_pipeline.augment import ColorOperation

EIGENVALUES = (0.2175, 0.0188, 0.0045)
EIGENVECTORS = (
    (-0.5675, 0.7192, 0.4009),
    (-0.5808, -0.0045, -0.8140),
    (-0.5836, -0.6948, 0.4203),
)
"""Of the colors of ImageNet, 0..1: a row for each of R, G, B, a column for
each axis, as in `fb.resnet.torch` (datasets/imagenet.lua)."""


@dataclass(frozen=True, kw_only=True)
class PCALighting(ColorOperation):
    """Adds one color to all pixels, drawn along the principal axes.

    Source: Krizhevsky et al., "ImageNet Classification with Deep
    Convolutional Neural Networks", 2012, section 4.1: the sum over the axes of
    eigenvector times eigenvalue times a normal number. Results are cut off at
    0 and 255.

    Args:
        deviation: float >= 0, standard deviation of these numbers; 0 changes
            nothing. Defaults to 0.1.

    Raises:
        ValueError: if it is negative or not finite.
    """

    deviation: float = 0.1

    def __post_init__(self):
        if not 0 <= self.deviation < float("inf"):
            raise ValueError(
                "`deviation` must be >= 0 and finite. "
                f"Received: {self.deviation}"
            )

    def change(self, image: tf.Tensor, seed: tf.Tensor) -> tf.Tensor:
        """Changes an image, uint8 RGB `(height, width, 3)`."""
        if not self.deviation:
            return image
        color = 255 * self.color(seed)
        changed = tf.cast(image, tf.float32) + color + 0.5
        return tf.cast(tf.clip_by_value(changed, 0.0, 255.5), tf.uint8)

    def color(self, seed: tf.Tensor) -> tf.Tensor:
        """Draws the color, float32 RGB `(3,)`, 1 for 255 gray levels."""
        normal = tf.random.stateless_normal([3], seed, stddev=self.deviation)
        return tf.linalg.matvec(
            tf.constant(EIGENVECTORS), tf.constant(EIGENVALUES) * normal
        )
