"""Image normalization: raw pixels to the numbers a backbone was trained on."""

import keras
import numpy as np
from keras import layers, ops


@keras.saving.register_keras_serializable(package="deeplab_family")
class ImageNormalization(layers.Layer):
    """Subtracts a mean color and multiplies by a scale.

    Mean and scale belong to the weights, and are weights: not trained, saved
    with the others, and set by whoever loads weights of another source.
    Training, evaluation and the exported file then cannot disagree.

    Images of more channels than three begin with red, green and blue; the
    others, and the channels of gray images, have the mean of the three means
    and of the three scales.

    Args:
        mean: three floats, RGB, in 0..255. Subtracted first.
        scale: float != 0, or three, RGB. Multiplied after; 1/127.5 with mean
            127.5 maps pixels to -1..1.

    Input shape:
        `(batch, height, width, channels)`, values 0..255, any dtype.

    Output shape:
        The same, in the layer's compute dtype.

    Raises:
        ValueError: if `mean` has not three entries, `scale` neither one nor
            three, or a scale is 0.
    """

    def __init__(self, mean=(123.15, 115.90, 103.06), scale=1.0, **kwargs):
        # Integer images must reach `call` as they are, not cast on the way.
        kwargs.setdefault("autocast", False)
        super().__init__(**kwargs)
        if len(mean) != 3:
            raise ValueError(
                f"`mean` must hold three numbers, RGB. Received: {mean}"
            )
        scales = np.atleast_1d(scale)
        if len(scales) not in (1, 3) or not scales.all():
            raise ValueError(
                "`scale` must be a number that is not 0, or three, RGB. "
                f"Received: {scale}"
            )
        self.initial_mean = tuple(float(value) for value in mean)
        self.initial_scale = (
            tuple(map(float, scale)) if np.ndim(scale) else float(scale)
        )

    def build(self, input_shape):
        channels = input_shape[-1]
        self.mean = self._constant("mean", self.initial_mean, channels)
        self.scale = self._constant("scale", self.initial_scale, channels)

    def call(self, inputs):
        # In float32 first: 255 minus a mean loses digits in half precision.
        centered = ops.cast(inputs, "float32") - self.mean
        return ops.cast(centered * self.scale, self.compute_dtype)

    def compute_output_shape(self, input_shape):
        return input_shape

    def get_config(self):
        return {
            **super().get_config(),
            "mean": self.initial_mean,
            "scale": self.initial_scale,
        }

    def _constant(self, name, value, channels):
        value = for_channels(np.broadcast_to(np.float32(value), (3,)), channels)
        return self.add_weight(
            name=name,
            shape=(channels,),
            dtype="float32",
            initializer=lambda shape, dtype: ops.convert_to_tensor(
                value, dtype
            ),
            trainable=False,
        )


def for_channels(of_rgb: np.ndarray, channels: int) -> np.ndarray:
    """Three values of RGB, float32, for images of another number of channels.

    Args:
        of_rgb: a mean or a scale, shape `(3,)`.
        channels: int >= 1; of more than three, the first are RGB.
    """
    if channels == 3:
        return of_rgb
    kept = of_rgb if channels > 3 else of_rgb[:0]
    rest = np.full(channels - len(kept), of_rgb.mean(dtype=np.float64))
    return np.concatenate([kept, rest]).astype(np.float32)
