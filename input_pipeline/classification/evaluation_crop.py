"""Evaluation crop: the center of an image of a given short side."""

from __future__ import annotations

from dataclasses import dataclass

from input_pipeline import lazy_tensorflow as tf


@dataclass(frozen=True, kw_only=True)
class EvaluationCrop:
    """Resizes an image to a short side and cuts its center out.

    Source: the one-crop test of He et al., arXiv:1512.03385, as in
    `fb.resnet.torch`.

    Args:
        short_side: int >= 1, of the resized image in pixels.
        size: `(height, width)` of the crop, each at most `short_side`.

    Raises:
        ValueError: if the crop is larger than the short side.
    """

    short_side: int
    size: tuple[int, int]

    def __post_init__(self):
        if not 1 <= min(self.size) <= max(self.size) <= self.short_side:
            raise ValueError(
                "`crop_size` must be 1 to `eval_short_side` pixels a side. "
                f"Received: {self.size} and {self.short_side}"
            )

    def cut(self, image: tf.Tensor) -> tf.Tensor:
        """The crop, uint8 `(height, width, 3)`.

        Args:
            image: uint8 RGB of any size.
        """
        shape = tf.shape(image)[:2]
        size = self.short_side * shape // tf.reduce_min(shape)
        crop = tf.constant(self.size)
        top, left = tf.unstack((size - crop + 1) // 2)
        resized = resize(image, size)
        cut = resized[top : top + self.size[0], left : left + self.size[1]]
        cut.set_shape((*self.size, 3))
        return cut


def resize(image: tf.Tensor, size) -> tf.Tensor:
    """Resizes, bilinearly where it grows and by a triangle where it shrinks.

    A triangle as wide as what becomes one pixel keeps fine texture from
    becoming coarse texture that is not there; Pillow's "bilinear" is the same.

    Args:
        image: uint8 RGB `(height, width, 3)`.
        size: `(height, width)` of the result, ints or an int tensor.

    Returns:
        uint8 of that size.
    """
    resized = tf.image.resize(image, size, antialias=True)
    return tf.cast(tf.clip_by_value(resized + 0.5, 0.0, 255.5), tf.uint8)
