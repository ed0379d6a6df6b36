import numpy as np
import pytest

from deeplab_family.layers import ASPP, VortexPooling
from tests.contracts.layer import LayerContract
from tests.plain_convolution import convolve


class TestVortexPooling(LayerContract):
    layer_class = VortexPooling
    init_kwargs = {
        "windows": (1, 3, 5),
        "atrous_rates": (3, 4),
        "center_kernel_size": 1,
        "filters": 4,
        "image_pooling": True,
        "project": True,
        "border": "exclude",
        "momentum": 0.9,
        "epsilon": 1e-3,
    }
    input_shape = (3, 7, 6, 5)
    output_shape = (3, 7, 6, 4)

    @pytest.mark.parametrize("border", ["include", "exclude"])
    def test_equals_its_definition_written_out(self, border):
        layer = VortexPooling(
            (1, 3, 9), (3, 9), filters=3, border=border, epsilon=0.0
        )
        image = np.random.default_rng(0).uniform(0, 1, (8, 7, 2))
        output = layer(image[None].astype("float32"))[0]

        def branch(block, x, rate=1):
            kernel = np.asarray(block.conv.kernel)
            return np.maximum(convolve(x, kernel, dilation_rate=rate), 0)

        pyramid = layer.pyramid
        pooled = branch(pyramid.pooled, image.mean((0, 1), keepdims=True))
        joined = np.concatenate(
            [
                branch(pyramid.branches[0], image),
                branch(pyramid.branches[1], _averaged(image, 3, border), 3),
                branch(pyramid.branches[2], _averaged(image, 9, border), 9),
                np.broadcast_to(pooled, (8, 7, 3)),
            ],
            axis=-1,
        )
        expected = branch(pyramid.projection, joined)
        np.testing.assert_allclose(output, expected, atol=1e-5)

    def test_the_vortex_sees_81_by_81_pixels_without_a_hole(self):
        lit = _seen_by_the_middle(VortexPooling(image_pooling=False), 91)
        expected = np.zeros((91, 91), bool)
        expected[5:86, 5:86] = True
        np.testing.assert_array_equal(lit, expected)

    def test_module_a_sees_25_regions(self):
        layer = VortexPooling((5,) * 4, (12, 24, 36), 1, image_pooling=False)
        lit = _seen_by_the_middle(layer, 91)
        assert lit.sum() == 25 * 25
        assert lit[45 + 24 - 2 : 45 + 24 + 3, 45 - 36 - 2].sum() == 0
        assert lit[45 + 24 - 2 : 45 + 24 + 3, 45 - 24 - 2].all()

    def test_windows_of_one_are_plain_atrous_pooling(self):
        vortex = VortexPooling((1, 1), (2,), filters=3)
        plain = ASPP((2,), filters=3, center_kernel_size=3)
        x = self.inputs()
        plain.build(x.shape)
        vortex.build(x.shape)
        plain.set_weights(vortex.get_weights())
        np.testing.assert_array_equal(vortex(x), plain(x))

    def test_parameters_equal_those_without_averages(self):
        layer = VortexPooling()
        layer.build((None, None, None, 2048))
        count = sum(int(np.prod(v.shape)) for v in layer.trainable_variables)
        assert count == 19_729_408

    @pytest.mark.parametrize(
        ("arguments", "word"),
        [
            ({"windows": (1, 3, 9, 26)}, "`windows` must all be odd"),
            ({"windows": (1, 3, 9)}, "`windows` must hold one more"),
            ({"border": "reflect"}, "`border`"),
        ],
    )
    def test_refuses_senseless_values(self, arguments, word):
        with pytest.raises(ValueError, match=word):
            VortexPooling(**arguments)


def _averaged(image, window, border):
    output = np.zeros(image.shape)
    reach = window // 2
    for y, x in np.ndindex(image.shape[:2]):
        seen = image[
            max(y - reach, 0) : y + reach + 1, max(x - reach, 0) : x + reach + 1
        ]
        count = seen[..., 0].size if border == "exclude" else window**2
        output[y, x] = seen.sum((0, 1)) / count
    return output


def _seen_by_the_middle(layer, size):
    """Which pixels of a map the middle pixel of the result depends on."""
    import tensorflow as tf

    layer.build((None, None, None, 1))
    for weight in layer.trainable_variables:
        weight.assign(np.ones(weight.shape))
    image = tf.Variable(np.ones((1, size, size, 1), "float32"))
    with tf.GradientTape() as tape:
        middle = layer(image)[:, size // 2, size // 2]
    gradient = np.asarray(tape.gradient(middle, image))
    return gradient[0, :, :, 0] > 0
