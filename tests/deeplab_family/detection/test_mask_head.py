import numpy as np

from deeplab_family.detection import MaskHead
from tests.contracts.layer import LayerContract
from tests.randomize import randomize


class TestMaskHead(LayerContract):
    layer_class = MaskHead
    init_kwargs = {"num_classes": 2, "filters": 6, "convolutions": 2}
    input_shape = (2, 5, 4, 4, 3)
    output_shape = (2, 5, 8, 8, 3)

    def unknown(self, shape):
        return (None, None, *shape[2:])


def test_boxes_do_not_see_each_other():
    layer = MaskHead(num_classes=2, filters=6, convolutions=2)
    x = np.random.default_rng(0).normal(size=(2, 5, 4, 4, 3)).astype("float32")
    layer(x)
    randomize(layer)
    one = x[1:, 3:4]
    np.testing.assert_allclose(
        np.asarray(layer(x))[1, 3], np.asarray(layer(one))[0, 0], atol=1e-5
    )
