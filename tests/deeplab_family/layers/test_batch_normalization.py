import keras
import numpy as np

from deeplab_family.layers import FusedBatchNormalization
from tests.contracts.layer import LayerContract


class TestFusedBatchNormalization(LayerContract):
    layer_class = FusedBatchNormalization
    init_kwargs = {"momentum": 0.8, "epsilon": 1e-2}
    input_shape = (4, 5, 6, 3)
    output_shape = (4, 5, 6, 3)

    def test_training_equals_the_keras_layer(self):
        ours = FusedBatchNormalization(momentum=0.8, epsilon=1e-3)
        keras_layer = keras.layers.BatchNormalization(
            momentum=0.8, epsilon=1e-3
        )
        x = self.inputs() * 3 + 1
        np.testing.assert_allclose(
            ours(x, training=True), keras_layer(x, training=True), atol=1e-5
        )
        for mine, theirs in zip(ours.weights, keras_layer.weights, strict=True):
            np.testing.assert_allclose(mine, theirs, rtol=1e-5, atol=1e-7)

    def test_inference_uses_the_moving_statistics(self):
        layer = FusedBatchNormalization(epsilon=0.0)
        layer.build((None, None, None, 1))
        gamma, beta, mean, variance = 2.0, 1.0, 3.0, 4.0
        layer.set_weights(
            [np.array([v]) for v in (gamma, beta, mean, variance)]
        )
        output = layer(np.full((1, 2, 2, 1), 7.0, "float32"), training=False)
        np.testing.assert_allclose(output, (7 - mean) / 2 * gamma + beta)

    def test_frozen_layer_ignores_the_batch(self):
        layer = FusedBatchNormalization()
        layer.trainable = False
        x = self.inputs()
        np.testing.assert_array_equal(
            layer(x, training=True), layer(x, training=False)
        )
        np.testing.assert_array_equal(layer.moving_mean, np.zeros(3))
