import numpy as np
import pytest

from deeplab_family.layers import NonLocal
from tests.contracts.traced_layer import TracedLayerContract
from tests.count_parameters import trainable


def by_hand(layer, image):
    """Each pixel asks every pixel, itself included."""
    height, width, channels = image.shape
    theta, phi, g = (
        (image @ np.asarray(part.kernel)[0, 0]).reshape(height * width, -1)
        for part in (layer.theta, layer.phi, layer.g)
    )
    seen = np.zeros(g.shape)
    for i in range(height * width):
        likeness = np.array(
            [np.exp(theta[i] @ p / np.sqrt(len(p))) for p in phi]
        )
        for j, weight in enumerate(likeness / likeness.sum()):
            seen[i] += weight * g[j]
    restored = seen @ np.asarray(layer.restore.conv.kernel)[0, 0]
    return image + restored.reshape(height, width, channels)


class TestNonLocal(TracedLayerContract):
    layer_class = NonLocal
    init_kwargs = {
        "filters": 6,
        "inner_filters": 4,
        "momentum": 0.9,
        "epsilon": 1e-3,
    }
    input_shape = (2, 4, 5, 6)
    output_shape = (2, 4, 5, 6)

    def test_equals_its_definition_written_out(self):
        layer = self.make(epsilon=0.0)
        image = self.inputs()[0] * 3
        output = layer(image[None])[0]
        np.testing.assert_allclose(output, by_hand(layer, image), atol=1e-5)

    def test_moved_pixels_keep_their_answers(self):
        layer = self.make()
        x = self.inputs()
        order = np.random.default_rng(2).permutation(20)
        shuffled = x.reshape(2, 20, 6)[:, order].reshape(x.shape)
        expected = np.asarray(layer(x)).reshape(2, 20, 6)[:, order]
        output = np.asarray(layer(shuffled)).reshape(2, 20, 6)
        np.testing.assert_allclose(output, expected, atol=1e-6)

    def test_half_the_channels_inside_unless_told(self):
        layer = NonLocal(512)
        layer.build((None, None, None, 512))
        assert trainable(layer) == 4 * 512 * 256 + 2 * 512

    def test_refuses_another_width(self):
        with pytest.raises(ValueError, match="`filters`.*Received: 6"):
            self.make().build((None, None, None, 4))
