import numpy as np

from deeplab_family.layers import CropLike
from tests.contracts.layer import LayerContract


class TestCropLike(LayerContract):
    layer_class = CropLike
    init_kwargs = {}
    input_shape = [(2, 8, 6, 5), (2, 7, 6, 3)]
    output_shape = (2, 7, 6, 5)

    def test_what_is_kept_lies_at_the_top_left(self):
        maps, reference = self.inputs()
        output = CropLike()([maps, reference])
        np.testing.assert_array_equal(output, maps[:, :7, :6])
