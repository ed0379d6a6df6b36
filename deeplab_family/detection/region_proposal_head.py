"""Region proposal head: is there an object, and where are its sides?

Source: Ren et al., "Faster R-CNN", arXiv:1506.01497, section 3.1.
"""

import keras
from keras import layers, ops


@keras.saving.register_keras_serializable(package="deeplab_family")
class RegionProposalHead(layers.Layer):
    """A 3x3 convolution and two 1x1 ones, the same on every level.

    Args:
        num_anchors: int > 0, at each place. Defaults to 3.
        filters: int > 0, of the 3x3 convolution. Defaults to 256.

    Input shape:
        List of maps `(batch, height, width, channels)`.

    Output shape:
        List of pairs, one a map, in float32: logits `(batch, n)` and offsets
        `(batch, n, 4)`, n = height * width * num_anchors, in the order of
        `anchor_grid`.
    """

    def __init__(self, num_anchors=3, filters=256, **kwargs):
        super().__init__(**kwargs)
        self.num_anchors = num_anchors
        self.filters = filters
        self.look = self._convolution(
            filters, "look", kernel_size=3, padding="same", activation="relu"
        )
        self.objectness = self._convolution(num_anchors, "objectness")
        self.deltas = self._convolution(4 * num_anchors, "deltas")

    def build(self, input_shape):
        shape = (None, None, None, input_shape[0][-1])
        self.look.build(shape)
        inner = (*shape[:-1], self.filters)
        self.objectness.build(inner)
        self.deltas.build(inner)

    def call(self, inputs):
        return [self._answer(self.look(x)) for x in inputs]

    def compute_output_shape(self, input_shape):
        return [self._answer_shape(shape) for shape in input_shape]

    def get_config(self):
        return {
            **super().get_config(),
            "num_anchors": self.num_anchors,
            "filters": self.filters,
        }

    def _answer(self, x):
        batch, height, width, _ = ops.shape(x)
        number = height * width * self.num_anchors
        logits = ops.reshape(self.objectness(x), (batch, number))
        deltas = ops.reshape(self.deltas(x), (batch, number, 4))
        return ops.cast(logits, "float32"), ops.cast(deltas, "float32")

    def _answer_shape(self, shape):
        batch, height, width, _ = shape
        number = None
        if None not in (height, width):
            number = height * width * self.num_anchors
        return (batch, number), (batch, number, 4)

    def _convolution(self, filters, name, kernel_size=1, **convolution):
        return layers.Conv2D(
            filters,
            kernel_size,
            kernel_initializer=keras.initializers.RandomNormal(stddev=0.01),
            dtype=self.dtype_policy,
            name=name,
            **convolution,
        )
