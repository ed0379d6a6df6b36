import numpy as np
import pytest

from deeplab_family.layers import GlobalBottleneck
from tests.contracts.layer import LayerContract
from tests.plain_convolution import convolve


class TestGlobalBottleneck(LayerContract):
    layer_class = GlobalBottleneck
    init_kwargs = {
        "filters": 6,
        "inner_filters": 3,
        "kernel_size": 3,
        "strides": 2,
        "dilation_rate": 1,
        "projection": True,
        "momentum": 0.9,
        "epsilon": 1e-3,
    }
    input_shape = (2, 9, 8, 4)
    output_shape = (2, 5, 4, 6)

    @pytest.mark.parametrize("strides", [1, 2])
    def test_equals_its_definition_written_out(self, strides):
        layer = GlobalBottleneck(
            4, 3, 5, strides=strides, projection=True, epsilon=0.0
        )
        image = np.random.default_rng(0).uniform(0, 1, (6, 7, 2))
        output = layer(image[None].astype("float32"))[0]

        def along(block, x, strides):
            return convolve(x, np.asarray(block.conv.kernel), strides)

        def path(blocks, first, second):
            x = np.maximum(along(blocks[0], image, first), 0)
            return np.maximum(along(blocks[1], x, second), 0)

        right, down = (1, strides), (strides, 1)
        x = path(layer.rows_first, right, down)
        x += path(layer.columns_first, down, right)
        x = along(layer.expand, x, 1) + along(layer.shortcut, image, strides)
        np.testing.assert_allclose(output, np.maximum(x, 0), atol=1e-5)

    def test_without_what_it_learned_the_input_passes(self):
        layer = GlobalBottleneck(4, 2, dilation_rate=2)
        x = np.random.default_rng(0).uniform(0, 1, (1, 5, 6, 4)).astype("f4")
        layer.build(x.shape)
        for weight in layer.expand.weights:
            weight.assign(np.zeros(weight.shape))
        np.testing.assert_array_equal(layer(x), x)

    def test_refuses_a_stride_without_projection(self):
        with pytest.raises(ValueError, match="projection=True"):
            GlobalBottleneck(4, 2, strides=2)
