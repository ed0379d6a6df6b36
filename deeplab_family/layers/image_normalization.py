"""Image normalization: raw pixels to the numbers a trunk was trained on."""

import keras
from keras import layers, ops


@keras.saving.register_keras_serializable(package="deeplab_family")
class ImageNormalization(layers.Layer):
    """Subtracts a mean color and multiplies by a scale.

    It sits inside the network because mean and scale belong to the weights:
    training, evaluation and the exported file then cannot disagree.

    Args:
        mean: three floats, RGB, in 0..255. Subtracted first.
        scale: float != 0. Multiplied after; 1/127.5 with mean 127.5 maps
            pixels to -1..1.

    Input shape:
        `(batch, height, width, 3)`, RGB, values 0..255, any dtype.

    Output shape:
        The same, in the layer's compute dtype.

    Raises:
        ValueError: if `mean` has not three entries or `scale` is 0.
    """

    def __init__(self, mean=(123.15, 115.90, 103.06), scale=1.0, **kwargs):
        # Integer images must reach `call` as they are, not cast on the way.
        kwargs.setdefault("autocast", False)
        super().__init__(**kwargs)
        if len(mean) != 3:
            raise ValueError(
                f"`mean` must hold three numbers, RGB. Received: {mean}"
            )
        if scale == 0:
            raise ValueError("`scale` must not be 0. Received: 0")
        self.mean = tuple(float(value) for value in mean)
        self.scale = float(scale)

    def call(self, inputs):
        # In float32 first: 255 minus a mean loses digits in half precision.
        centered = ops.cast(inputs, "float32") - ops.array(self.mean, "float32")
        return ops.cast(centered * self.scale, self.compute_dtype)

    def compute_output_shape(self, input_shape):
        return input_shape

    def get_config(self):
        return {
            **super().get_config(),
            "mean": self.mean,
            "scale": self.scale,
        }
