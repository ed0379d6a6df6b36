import numpy as np

from deeplab_family.detection import BoxHead
from tests.contracts.layer import LayerContract
from tests.randomize import randomize


class TestBoxHead(LayerContract):
    layer_class = BoxHead
    init_kwargs = {"num_classes": 3, "units": 8}
    input_shape = (2, 5, 3, 3, 4)
    output_shape = [(2, 5, 4), (2, 5, 4, 4)]

    def unknown(self, shape):
        return (None, None, *shape[2:])


def test_each_class_has_four_offsets_side_by_side():
    layer = BoxHead(num_classes=3, units=8)
    x = np.random.default_rng(0).normal(size=(2, 5, 3, 3, 4)).astype("float32")
    layer(x)
    randomize(layer)
    logits, deltas = layer(x)
    hidden = np.asarray(x).reshape(2, 5, 36)
    for dense in (layer.first, layer.second):
        hidden = np.maximum(hidden @ dense.kernel + dense.bias, 0)
    plain = hidden @ layer.deltas.kernel + layer.deltas.bias
    np.testing.assert_allclose(
        np.asarray(deltas)[:, :, 2], plain[..., 8:12], atol=1e-4
    )
    np.testing.assert_allclose(
        logits, hidden @ layer.scores.kernel + layer.scores.bias, atol=1e-4
    )
