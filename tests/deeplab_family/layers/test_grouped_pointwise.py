import keras
import numpy as np

from deeplab_family.layers import GroupedPointwise
from tests.contracts.traced_layer import TracedLayerContract


class TestGroupedPointwise(TracedLayerContract):
    layer_class = GroupedPointwise
    init_kwargs = {"filters": 6, "groups": 3, "use_bias": True}
    input_shape = (2, 4, 5, 9)
    output_shape = (2, 4, 5, 6)

    def test_equals_the_grouped_convolution_of_keras(self):
        ours = GroupedPointwise(6, 3)
        theirs = keras.layers.Conv2D(6, 1, groups=3, use_bias=False)
        x = self.inputs()
        ours.build(x.shape)
        theirs.build(x.shape)
        theirs.set_weights(ours.get_weights())
        np.testing.assert_allclose(ours(x), theirs(x), atol=1e-6)

    def test_a_group_sees_no_other(self):
        layer = GroupedPointwise(6, 3)
        x = np.zeros((1, 1, 1, 9), "float32")
        x[..., 3:6] = 1.0
        output = np.asarray(layer(x)).ravel()
        assert (output != 0).tolist() == [False] * 2 + [True] * 2 + [False] * 2
