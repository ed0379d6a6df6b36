"""Color jitter: changes brightness, contrast, saturation and hue."""

from __future__ import annotations

import math
from dataclasses import dataclass, fields

from input_pipeline import lazy_tensorflow as tf
from input_pipeline.augment.operations import ColorOperation
from input_pipeline.augment.pad import padding_color
from input_pipeline.picture_format import RGB

_LUMA = (0.299, 0.587, 0.114)  # ITU-R BT.601
_TO_YIQ = (
    _LUMA,
    (0.595716, -0.274453, -0.321263),
    (0.211456, -0.522591, 0.311135),
)  # NTSC, 1953


@dataclass(frozen=True, kw_only=True)
class ColorJitter(ColorOperation):
    """Changes the colors of the image; the label stays.

    Red, green and blue are the first three channels. Saturation and hue leave
    others alone; brightness and contrast change all.

    Each change acts on a pixel by itself and all four are one linear map, so
    a crop of a changed image is the changed crop. Results are cut off at 0
    and 255.

    Args:
        brightness: float 0..1; colors are multiplied by a factor drawn from
            1 - brightness ... 1 + brightness. Defaults to 0: unchanged.
        contrast: float 0..1; the same for the distance from the mean color.
        saturation: float 0..1; the same for the distance from the gray of
            the same luma.
        hue: float 0..0.5; the color is turned about the gray axis by up to
            this part of a full turn, either way.

    Raises:
        ValueError: if an argument is out of its range.
    """

    brightness: float = 0.0
    contrast: float = 0.0
    saturation: float = 0.0
    hue: float = 0.0

    def __post_init__(self):
        for name, most in zip(self._names(), (1, 1, 1, 0.5), strict=True):
            value = getattr(self, name)
            if not 0 <= value <= most:
                raise ValueError(
                    f"`{name}` of the color jitter must be 0..{most}. "
                    f"Received: {value}"
                )

    def __bool__(self) -> bool:
        """Does it change anything at all?"""
        return any(getattr(self, name) for name in self._names())

    def change(self, image: tf.Tensor, seed: tf.Tensor) -> tf.Tensor:
        """Changes an image `(height, width, channels)`, uint8 or float32."""
        if not self:
            return image
        matrix, offset = self._map(seed, image.shape[-1])
        flat = tf.reshape(tf.cast(image, tf.float32), [-1, image.shape[-1]])
        if image.dtype != tf.uint8:
            changed = tf.matmul(flat, matrix, transpose_b=True) + offset
            changed = tf.clip_by_value(changed, 0.0, 255.0)
            return tf.reshape(changed, tf.shape(image))
        changed = tf.matmul(flat, matrix, transpose_b=True) + (offset + 0.5)
        changed = tf.cast(tf.clip_by_value(changed, 0.0, 255.5), tf.uint8)
        return tf.reshape(changed, tf.shape(image))

    def _map(
        self, seed: tf.Tensor, channels: int
    ) -> tuple[tf.Tensor, tf.Tensor]:
        draws = tf.unstack(tf.random.stateless_uniform([4], seed, -1.0, 1.0))
        bright, contrast, saturation = (
            1.0 + getattr(self, name) * draw
            for name, draw in zip(self._names()[:3], draws[:3], strict=True)
        )
        chroma = _turn(2 * math.pi * self.hue * draws[3], saturation)
        if channels != RGB:
            chroma = _among(chroma, channels)
        mean = tf.constant(padding_color("mean", channels), tf.float32)
        # Brightness, then contrast about the mean, then the chroma.
        offset = tf.linalg.matvec(chroma, (1.0 - contrast) * mean)
        return bright * contrast * chroma, offset

    @classmethod
    def _names(cls) -> list[str]:
        return [field.name for field in fields(cls)]


def _among(chroma: tf.Tensor, channels: int) -> tf.Tensor:
    """The map of RGB among more channels, or fewer, which stay."""
    colors = RGB if channels > RGB else 0
    rest = tf.linalg.LinearOperatorIdentity(channels - colors)
    own = tf.linalg.LinearOperatorFullMatrix(chroma)
    blocks = [own, rest] if colors else [rest]
    return tf.linalg.LinearOperatorBlockDiag(blocks).to_dense()


def _turn(angle: tf.Tensor, saturation: tf.Tensor) -> tf.Tensor:
    """The 3 x 3 map of RGB that turns and stretches I and Q of YIQ."""
    to_yiq = tf.constant(_TO_YIQ, tf.float32)
    cos, sin = saturation * tf.cos(angle), saturation * tf.sin(angle)
    one, zero = tf.ones([]), tf.zeros([])
    turned = tf.stack([[one, zero, zero], [zero, cos, -sin], [zero, sin, cos]])
    return tf.matmul(tf.linalg.inv(to_yiq), tf.matmul(turned, to_yiq))
