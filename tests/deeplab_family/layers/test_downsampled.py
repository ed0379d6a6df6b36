import json

import keras
import numpy as np
import pytest
import tensorflow as tf

from deeplab_family.layers import CGNL, Downsampled
from tests.contracts.traced_layer import TracedLayerContract
from tests.count_parameters import trainable


class TestAtHalfSize(TracedLayerContract):
    layer_class = Downsampled
    init_kwargs = {"padding": "same", "momentum": 0.9, "epsilon": 1e-3}
    input_shape = (2, 9, 8, 4)
    output_shape = (2, 9, 8, 4)

    def make(self, **overrides):
        inner = CGNL(4, groups=2, dtype=overrides.get("dtype"))
        return super().make(layer=inner, **overrides)

    def test_the_layer_sees_half_the_pixels(self):
        layer = self.make()
        sizes = []
        inner = layer.layer.call
        layer.layer.call = lambda x: (sizes.append(x.shape), inner(x))[1]
        layer(self.inputs())
        assert sizes == [(2, 5, 4, 4)]

    def test_the_layer_inside_travels_in_the_config(self):
        layer = self.make()
        stored = json.loads(
            json.dumps(keras.saving.serialize_keras_object(layer))
        )
        revived = keras.saving.deserialize_keras_object(stored)
        assert revived.layer.get_config() == layer.layer.get_config()

    def test_a_flat_map_comes_back_flat(self):
        layer = Downsampled(keras.layers.Identity())
        output = np.asarray(layer(np.ones((1, 9, 8, 2), "float32")))
        np.testing.assert_allclose(output, output[:, :1, :1] + 0 * output)

    def test_parameters_equal_the_released_block(self):
        layer = Downsampled(CGNL(512))
        layer.build((None, None, None, 512))
        assert trainable(layer) == 6_144 + 410_624

    def test_a_map_too_small_to_halve_is_named(self):
        layer = Downsampled(keras.layers.Identity())
        with pytest.raises(ValueError, match="3 pixels.*2 x 9"):
            layer(np.ones((1, 2, 9, 2), "float32"))
        unknown = tf.TensorSpec((None, None, None, 2))
        graph = tf.function(layer, input_signature=[unknown])
        with pytest.raises(
            tf.errors.InvalidArgumentError, match="3 pixels.*2 x 9"
        ):
            graph(np.ones((1, 2, 9, 2), "float32"))
