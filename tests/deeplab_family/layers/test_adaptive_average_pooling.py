import math

import numpy as np
import pytest

from deeplab_family.layers import AdaptiveAveragePooling
from tests.contracts.traced_layer import TracedLayerContract


def by_hand(image, bins):
    height, width, channels = image.shape
    output = np.zeros((bins, bins, channels))
    for i in range(bins):
        for j in range(bins):
            rows = slice(i * height // bins, math.ceil((i + 1) * height / bins))
            columns = slice(
                j * width // bins, math.ceil((j + 1) * width / bins)
            )
            output[i, j] = image[rows, columns].mean((0, 1))
    return output


class TestAdaptiveAveragePooling(TracedLayerContract):
    layer_class = AdaptiveAveragePooling
    init_kwargs = {"bins": 3}
    input_shape = (2, 7, 8, 4)
    output_shape = (2, 3, 3, 4)

    def test_symbolic_shapes_agree_with_height_and_width_unknown(self):
        import keras

        unknown = keras.KerasTensor((None, None, None, 4))
        assert self.make()(unknown).shape == (None, 3, 3, 4)

    @pytest.mark.parametrize("bins", [1, 2, 3, 6])
    @pytest.mark.parametrize("size", [(6, 12), (7, 11), (5, 4), (97, 13)])
    def test_equals_the_mean_of_each_window(self, bins, size):
        image = np.random.default_rng(0).normal(size=(*size, 2))
        output = AdaptiveAveragePooling(bins)(image[None].astype("float32"))
        np.testing.assert_allclose(output[0], by_hand(image, bins), atol=1e-6)

    def test_half_precision_sums_in_float32(self):
        layer = AdaptiveAveragePooling(1, dtype="mixed_float16")
        output = layer(np.full((1, 97, 97, 1), 100.0, "float16"))
        np.testing.assert_allclose(output, [[[[100.0]]]], rtol=1e-3)

    def test_refuses_no_bins(self):
        with pytest.raises(ValueError, match="`bins`"):
            AdaptiveAveragePooling(0)
