"""Rotation of a picture about its center, whole or a window of it."""

from __future__ import annotations

from dataclasses import dataclass

from input_pipeline import lazy_tensorflow as tf
from input_pipeline.augment.mean_subtraction import Color

MARGIN = 2
"""Pixels around a window, for neighbors and rounding."""


@dataclass(frozen=True)
class Rotation:
    """Rotation: the source of each pixel of a turned picture.

    Args:
        angle: float32 scalar in radians; positive turns clockwise.
        size: int32 `(height, width)` of the picture, before and after.
        start: int32 `(top, left)` of the wanted part of the result.
        count: int32 `(height, width)` of the wanted part.
    """

    angle: tf.Tensor
    size: tf.Tensor
    start: tf.Tensor
    count: tf.Tensor

    def window(self) -> tuple[tf.Tensor, tf.Tensor]:
        """Window of the unturned picture that the wanted part needs.

        Returns:
            int32 `(top, left)` and `(height, width)`, at least one pixel.
        """
        first = tf.cast(self.start, tf.float32)
        last = tf.cast(self.start + self.count - 1, tf.float32)
        corners = tf.stack(
            [
                self._source(tf.stack([r[0], c[1]]))
                for r in (first, last)
                for c in (first, last)
            ]
        )
        low = tf.cast(tf.floor(tf.reduce_min(corners, 0)), tf.int32) - MARGIN
        high = tf.cast(tf.math.ceil(tf.reduce_max(corners, 0)), tf.int32)
        low = tf.clip_by_value(low, 0, self.size - 1)
        high = tf.clip_by_value(high + MARGIN, low, self.size - 1)
        return low, high - low + 1

    def image(
        self, window: tf.Tensor, corner: tf.Tensor, color: Color
    ) -> tf.Tensor:
        """Turns an image, bilinearly; outside of it lies `color`.

        Args:
            window: `(h, w, channels)`, uint8 or float32, what `window()`
                names or more.
            corner: int32 `(top, left)` of it in the unturned picture.
            color: 0..255, a number for each channel.
        """
        shift = tf.constant(color, tf.float32)
        relative = _add_by_rows(tf.cast(window, tf.float32), -shift)
        turned = self._sample(relative, corner, "BILINEAR", 0.0)
        if window.dtype != tf.uint8:
            return _add_by_rows(turned, shift)
        return tf.cast(_add_by_rows(turned, shift + 0.5), tf.uint8)

    def label(
        self, window: tf.Tensor, corner: tf.Tensor, outside: int
    ) -> tf.Tensor:
        """Turns a label, to the nearest id; takes what `image` takes."""
        ids = window[..., None]
        return self._sample(ids, corner, "NEAREST", float(outside))[..., 0]

    def _source(self, point: tf.Tensor) -> tf.Tensor:
        center = (tf.cast(self.size, tf.float32) - 1) / 2
        row, column = tf.unstack(point - center)
        cos, sin = tf.cos(self.angle), tf.sin(self.angle)
        turned = [cos * row - sin * column, sin * row + cos * column]
        return center + tf.stack(turned)

    def _sample(self, window, corner, interpolation, outside):
        corner = tf.cast(corner, tf.float32)
        row, column = tf.unstack(
            self._source(tf.cast(self.start, tf.float32)) - corner
        )
        cos, sin = tf.cos(self.angle), tf.sin(self.angle)
        zero = tf.zeros([])
        # x from (x, y, 1), then y from (x, y, 1), then no perspective.
        transform = [cos, sin, column, -sin, cos, row, zero, zero]
        return tf.raw_ops.ImageProjectiveTransformV3(
            images=window[None],
            transforms=tf.stack(transform)[None],
            output_shape=self.count,
            fill_value=outside,
            interpolation=interpolation,
            fill_mode="CONSTANT",
        )[0]


def _add_by_rows(pixels: tf.Tensor, color: tf.Tensor) -> tf.Tensor:
    # Whole rows at once: TensorFlow broadcasts three values very slowly.
    channels = color.shape[0]
    height, width, _ = tf.unstack(tf.shape(pixels))
    rows = tf.reshape(pixels, [height, width * channels])
    rows += tf.tile(color, [width])
    return tf.reshape(rows, [height, width, channels])
