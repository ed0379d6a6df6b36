"""What a layer with sizes in its arithmetic promises beside the others."""

import numpy as np
import tensorflow as tf

from tests.contracts.layer import LayerContract


class TracedLayerContract(LayerContract):
    """As `LayerContract`, for layers of one input."""

    def test_a_graph_of_unknown_sizes_answers_alike(self):
        layer = self.make()
        x = self.inputs()
        unknown = tf.TensorSpec((None, None, None, x.shape[-1]), "float32")
        traced = tf.function(layer, input_signature=[unknown])
        np.testing.assert_allclose(traced(x), layer(x), atol=1e-5)

    def test_xla_answers_alike(self):
        layer = self.make()
        x = self.inputs()
        compiled = tf.function(layer, jit_compile=True)
        np.testing.assert_allclose(compiled(x), layer(x), atol=1e-4)
