import numpy as np

from deeplab_family.layers import SeparableConvBNReLU
from tests.contracts.layer import LayerContract
from tests.plain_convolution import convolve


class TestSeparableConvBNReLU(LayerContract):
    layer_class = SeparableConvBNReLU
    init_kwargs = {
        "filters": 4,
        "kernel_size": 5,
        "dilation_rate": 2,
        "momentum": 0.9,
        "epsilon": 1e-3,
    }
    input_shape = (2, 7, 6, 3)
    output_shape = (2, 7, 6, 4)

    def test_equals_its_definition_written_out(self):
        layer = SeparableConvBNReLU(4, dilation_rate=2, epsilon=0.0)
        image = np.random.default_rng(0).normal(size=(6, 5, 3))
        output = layer(image[None].astype("float32"))[0]
        depthwise = np.asarray(layer.depthwise.conv.kernel)
        seen = np.concatenate(
            [
                convolve(
                    image[..., c : c + 1],
                    depthwise[:, :, c : c + 1],
                    dilation_rate=2,
                )
                for c in range(3)
            ],
            axis=-1,
        )
        pointwise = np.asarray(layer.pointwise.conv.kernel)
        expected = np.maximum(convolve(np.maximum(seen, 0), pointwise), 0)
        np.testing.assert_allclose(output, expected, atol=1e-5)
