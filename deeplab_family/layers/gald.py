"""Global aggregation then local distribution, and the orders it is told from.

Source: Li et al., "Global Aggregation then Local Distribution in Fully
Convolutional Networks", arXiv:1909.07229, section 3 and figure 3.
"""

from typing import Literal

import keras
from keras import layers, ops

from deeplab_family.layers.downsampled import (
    build_inner,
    deserialize_inner,
    serialize_inner,
)

ARRANGEMENTS = ("gald", "ldga", "parallel")


@keras.saving.register_keras_serializable(package="deeplab_family")
class GALD(layers.Layer):
    """An aggregation of the whole map and a distribution to each pixel.

    Args:
        aggregation: a layer that keeps height and width, such as `CGNL`; or
            None for distribution only.
        distribution: a `LocalDistribution`, or None for aggregation only. With
            its `return_mask`, this layer returns the masks too.
        arrangement: "gald", distribution after aggregation, the paper's
            proposal; "ldga", aggregation after distribution; or "parallel",
            both see the input and their results are concatenated, that of the
            distribution first. Defaults to "gald".

    Input shape:
        `(batch, height, width, channels)`.

    Output shape:
        `(batch, height, width, n)`, or a pair of that and the masks; n is the
        aggregation's choice, with "parallel" `channels` more.

    Raises:
        ValueError: if `arrangement` is none of the three, or is "parallel"
            while one of the two layers is None.
    """

    def __init__(
        self,
        aggregation,
        distribution,
        arrangement: Literal["gald", "ldga", "parallel"] = "gald",
        **kwargs,
    ):
        super().__init__(**kwargs)
        if arrangement not in ARRANGEMENTS:
            raise ValueError(
                f"`arrangement` must be one of {ARRANGEMENTS}. "
                f"Received: {arrangement!r}"
            )
        if arrangement == "parallel" and None in (aggregation, distribution):
            raise ValueError(
                '`arrangement="parallel"` needs both layers. Received: '
                f"aggregation={aggregation}, distribution={distribution}"
            )
        self.aggregation = aggregation
        self.distribution = distribution
        self.arrangement = arrangement

    def build(self, input_shape):
        build_inner(self.aggregation, input_shape)
        build_inner(self.distribution, self._distributed_shape(input_shape))

    def call(self, inputs, training=None):
        if self.arrangement == "gald":
            features = self._aggregate(inputs, training)
            features, mask = self._distribute(features, training)
        elif self.arrangement == "ldga":
            features, mask = self._distribute(inputs, training)
            features = self._aggregate(features, training)
        else:
            near, mask = self._distribute(inputs, training)
            far = self._aggregate(inputs, training)
            features = ops.concatenate([near, far], axis=-1)
        return features if mask is None else (features, mask)

    def compute_output_shape(self, input_shape):
        shape = self._aggregated_shape(input_shape)
        if self.arrangement == "parallel":
            shape = (*shape[:-1], input_shape[-1] + shape[-1])
        if not self._returns_mask():
            return shape
        return shape, self._distributed_shape(input_shape)

    def get_config(self):
        return {
            **super().get_config(),
            "aggregation": serialize_inner(self.aggregation),
            "distribution": serialize_inner(self.distribution),
            "arrangement": self.arrangement,
        }

    @classmethod
    def from_config(cls, config):
        parts = {
            name: deserialize_inner(config[name])
            for name in ("aggregation", "distribution")
        }
        return cls(**{**config, **parts})

    def _aggregate(self, x, training):
        if self.aggregation is None:
            return x
        return self.aggregation(x, training=training)

    def _distribute(self, x, training):
        """Features, and masks where they are asked for."""
        if self.distribution is None:
            return x, None
        outputs = self.distribution(x, training=training)
        return outputs if self._returns_mask() else (outputs, None)

    def _returns_mask(self) -> bool:
        return self.distribution is not None and self.distribution.return_mask

    def _aggregated_shape(self, input_shape):
        if self.aggregation is None:
            return tuple(input_shape)
        return tuple(self.aggregation.compute_output_shape(input_shape))

    def _distributed_shape(self, input_shape):
        """What the distribution sees and makes."""
        if self.arrangement == "gald":
            return self._aggregated_shape(input_shape)
        return tuple(input_shape)
