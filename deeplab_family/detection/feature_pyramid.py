"""Feature pyramid: the backbone's maps, each with the coarser ones added.

Source: Lin et al., "Feature Pyramid Networks for Object Detection",
arXiv:1612.03144, section 3.
"""

import keras
from keras import layers

NAMES = ("p2", "p3", "p4", "p5")


@keras.saving.register_keras_serializable(package="deeplab_family")
class FeaturePyramid(layers.Layer):
    """Lateral 1x1 convolutions, nearest upsampling, 3x3 convolutions.

    The coarsest level is every second pixel of the one before, without
    weights.

    Args:
        filters: int > 0. Channels of every level. Defaults to 256.

    Input shape:
        List of maps `(batch, height, width, channels)`, finest first, each
        half as large as the one before, rounded up.

    Output shape:
        List of maps `(batch, height, width, filters)`, one more than maps
        came in.
    """

    def __init__(self, filters=256, **kwargs):
        super().__init__(**kwargs)
        self.filters = filters
        self.laterals = [self._convolution(1, f"{n}_lateral") for n in NAMES]
        self.outputs = [self._convolution(3, f"{n}_output") for n in NAMES]
        self.double = layers.UpSampling2D(2, dtype=self.dtype_policy)

    def build(self, input_shape):
        parts = zip(input_shape, self.laterals, self.outputs, strict=True)
        for shape, lateral, output in parts:
            lateral.build(shape)
            output.build((*shape[:-1], self.filters))

    def call(self, inputs):
        maps = [
            lateral(x) for x, lateral in zip(inputs, self.laterals, strict=True)
        ]
        for level in range(len(maps) - 2, -1, -1):
            finer = maps[level]
            height, width = keras.ops.shape(finer)[1:3]
            coarser = self.double(maps[level + 1])[:, :height, :width]
            maps[level] = finer + coarser
        maps = [output(x) for x, output in zip(maps, self.outputs, strict=True)]
        return [*maps, maps[-1][:, ::2, ::2]]

    def compute_output_shape(self, input_shape):
        shapes = [(*shape[:-1], self.filters) for shape in input_shape]
        batch, height, width, _ = shapes[-1]
        half = (n if n is None else (n + 1) // 2 for n in (height, width))
        return [*shapes, (batch, *half, self.filters)]

    def get_config(self):
        return {**super().get_config(), "filters": self.filters}

    def _convolution(self, kernel_size, name):
        return layers.Conv2D(
            self.filters,
            kernel_size,
            padding="same",
            kernel_initializer="glorot_uniform",
            dtype=self.dtype_policy,
            name=name,
        )
