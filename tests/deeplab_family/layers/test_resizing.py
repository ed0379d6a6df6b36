import numpy as np
import pytest

from deeplab_family.layers import ResizeLike
from tests.contracts.layer import LayerContract


class TestResizeLikeOnGrid(LayerContract):
    layer_class = ResizeLike
    init_kwargs = {"stride": 4}
    input_shape = [(2, 3, 2, 5), (2, 9, 7, 3)]
    output_shape = (2, 9, 7, 5)


class TestResizeLike(LayerContract):
    layer_class = ResizeLike
    init_kwargs = {"align_corners": False, "stride": None}
    input_shape = [(2, 3, 4, 5), (2, 9, 7, 3)]
    output_shape = (2, 9, 7, 5)

    def test_corners_stay_and_the_middle_is_mixed(self):
        ramp = np.array([0.0, 4.0], "float32").reshape(1, 1, 2, 1)
        output = ResizeLike()([ramp, np.zeros((1, 1, 5, 3), "float32")])
        np.testing.assert_allclose(output[0, 0, :, 0], [0, 1, 2, 3, 4])

    def test_edges_stay_where_corners_are_not_aligned(self):
        """torch.nn.functional.interpolate([0, 4], 5) by its formula."""
        ramp = np.array([0.0, 4.0], "float32").reshape(1, 1, 2, 1)
        output = self.make()([ramp, np.zeros((1, 1, 5, 3), "float32")])
        np.testing.assert_allclose(
            output[0, 0, :, 0], [0, 0.4, 2, 3.6, 4], atol=1e-6
        )

    def test_a_strided_map_is_put_back_on_its_pixels(self):
        ramp = np.array([0.0, 3.0], "float32").reshape(1, 1, 2, 1)
        layer = ResizeLike(stride=3)
        output = layer([ramp, np.zeros((1, 1, 6, 3), "float32")])
        np.testing.assert_allclose(output[0, 0, :, 0], [0, 1, 2, 3, 3, 3])

    def test_refuses_a_stride_between_aligned_edges(self):
        with pytest.raises(ValueError, match="`stride`"):
            ResizeLike(align_corners=False, stride=2)

    def test_half_precision_comes_out_as_float32(self):
        layer = ResizeLike(dtype="mixed_float16")
        output = layer(
            [np.ones((1, 2, 2, 1), "float16"), np.ones((1, 4, 4, 3))]
        )
        assert output.dtype == "float32"
