import numpy as np
import pytest

from deeplab_family.layers import CGNL
from tests.contracts.layer import LayerContract
from tests.count_parameters import trainable


def by_hand(layer, image):
    """Group after group, value after value, as the paper's text reads."""
    theta, phi, g = (
        image @ np.asarray(part.kernel, "float64")[0, 0]
        for part in (layer.theta, layer.phi, layer.g)
    )
    restore = np.asarray(layer.restore.kernel, "float64")[0, 0]
    inner = theta.shape[-1] // layer.groups
    outer = restore.shape[-1] // layer.groups
    output = np.zeros(image.shape)
    for group in range(layer.groups):
        inside = slice(group * inner, (group + 1) * inner)
        outside = slice(group * outer, (group + 1) * outer)
        attention = 0.0
        for p, value in zip(
            phi[..., inside].ravel(), g[..., inside].ravel(), strict=True
        ):
            attention += p * value
        y = attention * theta[..., inside] @ restore[:, outside]
        y = (y - y.mean()) / np.sqrt(y.var() + 1e-5)
        output[..., outside] = y + image[..., outside]
    return output


class TestCGNL(LayerContract):
    layer_class = CGNL
    init_kwargs = {"filters": 8, "inner_filters": 6, "groups": 2}
    input_shape = (2, 5, 4, 8)
    output_shape = (2, 5, 4, 8)

    def test_equals_its_definition_written_out(self):
        layer = self.make()
        layer.build(self.input_shape)
        # Correlated phi and g keep the attention away from zero, where its
        # sign, all that the normalization leaves of it, is ill-conditioned.
        layer.g.kernel.assign(layer.phi.kernel)
        image = self.inputs()[0]
        output = layer(image[None])[0]
        np.testing.assert_allclose(output, by_hand(layer, image), atol=1e-4)

    def test_only_the_sign_of_the_attention_survives(self):
        layer = self.make()
        layer.build(self.input_shape)
        layer.g.kernel.assign(layer.phi.kernel)
        x = self.inputs() * 100
        before = np.asarray(layer(x))
        layer.g.kernel.assign(layer.phi.kernel * 3)
        np.testing.assert_allclose(layer(x), before, atol=1e-3)

    def test_parameters_equal_the_released_layer(self):
        layer = CGNL(512)
        layer.build((None, None, None, 512))
        assert trainable(layer) == 410_624

    def test_half_precision_does_not_overflow(self):
        half, full = self.make(dtype="mixed_float16"), self.make()
        images = np.full((1, 30, 30, 8), 60.0, "float16")
        half(images), full(images.astype("float32"))
        half.set_weights(full.get_weights())
        expected = np.asarray(full(images.astype("float32")))
        np.testing.assert_allclose(
            np.asarray(half(images), "float32"),
            expected,
            atol=1e-2 * np.abs(expected).max(),
        )

    @pytest.mark.parametrize(
        "arguments",
        [{"filters": 9, "groups": 2}, {"filters": 8, "inner_filters": 3}],
    )
    def test_refuses_groups_that_do_not_divide(self, arguments):
        with pytest.raises(ValueError, match="`groups`"):
            CGNL(**arguments)

    def test_refuses_another_width(self):
        with pytest.raises(ValueError, match="`filters`.*Received: 8"):
            self.make().build((None, None, None, 4))
