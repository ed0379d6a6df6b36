"""Dense upsampling convolution (DUC): each channel predicts its own pixel.

Source: Wang et al., "Understanding Convolution for Semantic Segmentation",
arXiv:1702.08502, section 3.1.
"""

import keras
from keras import layers

from deeplab_family.backend import depth_to_space
from deeplab_family.layers.summed_aspp import SummedASPP


@keras.saving.register_keras_serializable(package="deeplab_family")
class DenseUpsampling(layers.Layer):
    """Scores a square of pixels at each pixel of a coarse map.

    Convolutions on the coarse map give `factor**2` scores for each class,
    which depth-to-space lays out as a map `factor` times as large: learnable,
    as a deconvolution, but without the zeros one inserts.

    The channels lie in TensorFlow's order, `(dy * factor + dx) * num_classes +
    c`; weights of the authors' MXNet code have `c * factor**2 + dy * factor +
    dx` and must be permuted.

    Args:
        num_classes: int >= 1.
        factor: int >= 1, pixels of the result for one of the input, along a
            side. The paper's downsampling rate over its cell size.
        atrous_rates: of the summed convolutions, see `SummedASPP`.

    Input shape:
        `(batch, height, width, channels)`.

    Output shape:
        `(batch, factor * height, factor * width, num_classes)`, float32.

    Raises:
        ValueError: if `num_classes` or `factor` is below 1.
    """

    def __init__(
        self, num_classes, factor=8, atrous_rates=(6, 12, 18, 24), **kwargs
    ):
        super().__init__(**kwargs)
        if num_classes < 1 or factor < 1:
            raise ValueError(
                "`num_classes` and `factor` must be >= 1. "
                f"Received: num_classes={num_classes}, factor={factor}"
            )
        self.num_classes = num_classes
        self.factor = factor
        self.atrous_rates = tuple(atrous_rates)
        self.scores = SummedASPP(
            num_classes * factor**2,
            atrous_rates,
            dtype=self.dtype_policy,
            name="scores",
        )

    def build(self, input_shape):
        self.scores.build(input_shape)

    def call(self, inputs):
        return depth_to_space(self.scores(inputs), self.factor)

    def compute_output_shape(self, input_shape):
        batch, height, width, _ = input_shape
        grown = [
            None if size is None else size * self.factor
            for size in (height, width)
        ]
        return (batch, *grown, self.num_classes)

    def compute_output_spec(self, inputs):
        shape = self.compute_output_shape(inputs.shape)
        return keras.KerasTensor(shape, dtype="float32")

    def get_config(self):
        return {
            **super().get_config(),
            "num_classes": self.num_classes,
            "factor": self.factor,
            "atrous_rates": self.atrous_rates,
        }
