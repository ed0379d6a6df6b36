import numpy as np
import pytest

from deeplab_family.layers import SqueezeExcite
from tests.contracts.traced_layer import TracedLayerContract


class TestSqueezeExcite(TracedLayerContract):
    layer_class = SqueezeExcite
    init_kwargs = {"filters": 4, "squeezed_filters": 3}
    input_shape = (2, 5, 6, 4)
    output_shape = (2, 5, 6, 4)

    def test_equals_its_definition_written_out(self):
        layer = self.make()
        image = self.inputs()[0]
        output = layer(image[None])[0]
        down, up = (
            np.asarray(part.kernel)[0, 0]
            for part in (layer.squeeze, layer.excite)
        )
        squeezed = np.maximum(image.mean((0, 1)) @ down, 0)
        gates = np.clip((squeezed @ up + 3) / 6, 0, 1)
        np.testing.assert_allclose(output, image * gates, atol=1e-6)

    def test_closed_gates_leave_nothing(self):
        layer = self.make()
        layer.build(self.input_shape)
        layer.excite.bias.assign(np.full(4, -100.0))
        assert np.abs(np.asarray(layer(self.inputs()))).max() == 0

    def test_refuses_another_width(self):
        with pytest.raises(ValueError, match="`filters`.*Received: 4"):
            self.make().build((None, None, None, 5))
