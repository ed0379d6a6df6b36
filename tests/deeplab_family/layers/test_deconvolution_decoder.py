import numpy as np
import pytest

from deeplab_family.layers import DeconvolutionDecoder
from tests.contracts.layer import LayerContract
from tests.randomize import randomize


def deconvolve(image, kernel, stride):
    """Each pixel adds its kernel to the result, half a stride cut off."""
    height, width, _ = image.shape
    size, _, filters, _ = kernel.shape
    full = np.zeros(((height + 1) * stride, (width + 1) * stride, filters))
    for y in range(height):
        for x in range(width):
            top, left = y * stride, x * stride
            patch = full[top : top + size, left : left + size]
            patch += kernel @ image[y, x]
    half = stride // 2
    return full[half:-half, half:-half]


class TestDeconvolutionDecoder(LayerContract):
    layer_class = DeconvolutionDecoder
    init_kwargs = {
        "num_classes": 3,
        "strides": (2, 4),
        "filters": 5,
        "momentum": 0.9,
        "epsilon": 1e-3,
    }
    input_shape = (2, 3, 4, 6)
    output_shape = (2, 24, 32, 3)

    def test_one_step_equals_its_definition_written_out(self):
        layer = DeconvolutionDecoder(3, strides=(4,))
        layer.build((None, None, None, 2))
        randomize(layer)
        image = np.random.default_rng(0).normal(size=(3, 2, 2))
        kernel, bias = (np.asarray(weight) for weight in layer.weights)
        output = layer(image[None].astype("float32"))[0]
        expected = deconvolve(image, kernel, 4) + bias
        np.testing.assert_allclose(output, expected, atol=1e-5)

    def test_two_steps_equal_their_definition_written_out(self):
        layer = DeconvolutionDecoder(3, strides=(2, 4), filters=4)
        layer.build((None, None, None, 2))
        randomize(layer)
        image = np.random.default_rng(0).normal(size=(3, 2, 2))
        step, bn = layer.steps[0], layer.bns[0]
        x = deconvolve(image, np.asarray(step.kernel), 2)
        variance = np.asarray(bn.moving_variance) + bn.epsilon
        x = (x - bn.moving_mean) / np.sqrt(variance) * bn.gamma + bn.beta
        x = np.maximum(np.asarray(x), 0)
        kernel, bias = (np.asarray(weight) for weight in layer.last.weights)
        output = layer(image[None].astype("float32"))[0]
        expected = deconvolve(x, kernel, 4) + bias
        np.testing.assert_allclose(output, expected, atol=1e-4)

    @pytest.mark.parametrize("strides", [(), (1,), (2, 3)])
    def test_refuses_strides_without_a_middle(self, strides):
        with pytest.raises(ValueError, match="`strides`"):
            DeconvolutionDecoder(3, strides)
