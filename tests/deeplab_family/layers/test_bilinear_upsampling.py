import keras
import numpy as np
import pytest

from deeplab_family.layers import BilinearUpsampling
from tests.contracts.layer import LayerContract


class TestBilinearUpsampling(LayerContract):
    layer_class = BilinearUpsampling
    init_kwargs = {"factor": 3}
    input_shape = (2, 3, 4, 5)
    output_shape = (2, 9, 12, 5)

    def test_doubling_mixes_neighbors_by_three_to_one(self):
        ramp = np.array([0.0, 4.0, 8.0], "float32").reshape(1, 1, 3, 1)
        output = BilinearUpsampling(2)(ramp)
        np.testing.assert_allclose(output[0, 0, :, 0], [0, 1, 3, 5, 7, 8])

    def test_equals_keras_where_the_size_is_known(self):
        theirs = keras.layers.UpSampling2D(4, interpolation="bilinear")
        x = self.inputs()
        np.testing.assert_allclose(
            BilinearUpsampling(4)(x), theirs(x), atol=1e-6
        )

    def test_refuses_factor_zero(self):
        with pytest.raises(ValueError, match="`factor`"):
            BilinearUpsampling(0)
