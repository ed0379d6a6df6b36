import numpy as np
import pytest

from deeplab_family.detection import ContextBlock
from tests.contracts.layer import LayerContract
from tests.count_parameters import trainable
from tests.randomize import randomize


class TestContextBlock(LayerContract):
    layer_class = ContextBlock
    init_kwargs = {"channels": 16, "block": "gald", "filters": 32}
    input_shape = (2, 7, 5, 16)
    output_shape = (2, 7, 5, 48)


class TestCGNLContext(TestContextBlock):
    init_kwargs = {"channels": 16, "block": "cgnl"}
    output_shape = (2, 7, 5, 16)

    def test_every_trainable_weight_gets_a_gradient(self):
        """Once the normalization at the end has left its zero."""
        layer = self.make()
        layer(self.inputs())
        self.make = lambda: randomize(layer)
        super().test_every_trainable_weight_gets_a_gradient()


class TestNonLocalContext(TestCGNLContext):
    init_kwargs = {"channels": 16, "block": "non_local"}


@pytest.mark.parametrize("block", ["non_local", "cgnl"])
@pytest.mark.parametrize("training", [False, True])
def test_it_does_not_disturb_a_trained_backbone(block, training):
    x = np.random.default_rng(0).normal(size=(2, 5, 6, 16)).astype("float32")
    layer = ContextBlock(16, block)
    np.testing.assert_array_equal(layer(x, training=training), x)
    assert not np.allclose(randomize(layer)(x), x, atol=1e-2)


def test_gald_lies_beside_the_map():
    x = np.random.default_rng(0).normal(size=(2, 5, 6, 16)).astype("float32")
    layer = ContextBlock(16, "gald", filters=32)
    answer = np.asarray(layer(x))
    np.testing.assert_array_equal(answer[..., :16], x)
    reduced = layer.reduce(x)
    np.testing.assert_allclose(
        answer[..., 16:], layer.aggregation(reduced), atol=1e-6
    )


# GALD's are those of the 3x3 convolution and of the block; 131,072 more are in
# the lateral convolution.
@pytest.mark.parametrize(
    ("block", "channels", "parameters"),
    [
        ("non_local", 2048, 8_392_704),
        ("cgnl", 2048, 6_557_696),
        ("gald", 2048, 10_004_480 - 131_072),
        ("non_local", 1024, 2_099_200),
        ("cgnl", 1024, 1_640_448),
    ],
)
def test_parameters(block, channels, parameters):
    layer = ContextBlock(channels, block)
    layer.build((None, None, None, channels))
    assert trainable(layer) == parameters
