import numpy as np
import pytest
import tensorflow as tf

from deeplab_family.layers import LocalMask
from tests.contracts.traced_layer import TracedLayerContract
from tests.count_parameters import trainable


class TestDepthwise(TracedLayerContract):
    layer_class = LocalMask
    init_kwargs = {
        "downsampling": "depthwise",
        "ratio": 4,
        "padding": "same",
        "last_relu": False,
        "momentum": 0.9,
        "epsilon": 1e-3,
    }
    input_shape = (2, 17, 14, 3)
    output_shape = (2, 17, 14, 3)

    def test_channels_do_not_mix(self):
        layer = self.make()
        x = self.inputs()
        before = np.asarray(layer(x))
        x[..., 1] += 1.0
        changed = np.abs(np.asarray(layer(x)) - before).max((0, 1, 2)) > 0
        assert changed.tolist() == [False, True, False]

    def test_three_halvings_weigh_what_the_released_ones_do(self):
        layer = LocalMask()
        layer.build((None, None, None, 512))
        assert trainable(layer) == 18_432

    @pytest.mark.parametrize(
        ("padding", "small"), [("valid", (11, 11)), ("same", (13, 13))]
    )
    def test_the_papers_map_shrinks_to(self, padding, small):
        layer = LocalMask(padding=padding)
        shape = (1, 97, 97, 2)
        for halving in layer.halvings:
            shape = halving.compute_output_shape(shape)
        assert shape[1:3] == small

    @pytest.mark.parametrize(("last_relu", "low"), [(True, 0.5), (False, 0.0)])
    def test_the_last_relu_lifts_masks_to_a_half(self, last_relu, low):
        layer = self.make(last_relu=last_relu)
        mask = np.asarray(layer(self.inputs() * 50, training=True))
        assert low <= mask.min() < low + 0.3
        assert mask.max() <= 1.0


class TestAverage(TracedLayerContract):
    layer_class = LocalMask
    init_kwargs = {"downsampling": "average", "ratio": 4}
    input_shape = (2, 12, 8, 3)
    output_shape = (2, 12, 8, 3)

    def test_the_corner_is_the_mean_of_its_window(self):
        x = self.inputs()
        mean = x[:, :4, :4].mean((1, 2))
        expected = 1 / (1 + np.exp(-mean))
        np.testing.assert_allclose(self.make()(x)[:, 0, 0], expected, atol=1e-6)


class TestBilinear(TracedLayerContract):
    layer_class = LocalMask
    init_kwargs = {"downsampling": "bilinear", "ratio": 4}
    input_shape = (2, 13, 9, 3)
    output_shape = (2, 13, 9, 3)

    def test_every_ratio_th_pixel_decides(self):
        x = self.inputs()
        mask = np.asarray(self.make()(x))
        expected = 1 / (1 + np.exp(-x[:, ::4, ::4]))
        np.testing.assert_allclose(mask[:, ::4, ::4], expected, atol=1e-5)


@pytest.mark.parametrize(
    ("downsampling", "padding", "minimum"),
    [
        ("depthwise", "valid", 15),
        ("depthwise", "same", 1),
        ("average", "valid", 8),
        ("average", "same", 1),
        ("bilinear", "valid", 1),
    ],
)
def test_maps_too_small_are_named(downsampling, padding, minimum):
    layer = LocalMask(downsampling, padding=padding)
    assert layer.minimum_size == minimum
    enough = np.ones((1, minimum, minimum, 2), "float32")
    assert layer(enough).shape == enough.shape
    if minimum > 1:
        with pytest.raises(ValueError, match=f"at least {minimum} pixels"):
            layer(enough[:, 1:])
        with pytest.raises(ValueError, match=f"at least {minimum} pixels"):
            LocalMask(downsampling, padding=padding)(enough[:, 1:])
        unknown = tf.TensorSpec((None, None, None, 2))
        graph = tf.function(layer, input_signature=[unknown])
        rule = f"at least {minimum} pixels .*: {minimum - 1} x {minimum}"
        with pytest.raises(tf.errors.InvalidArgumentError, match=rule):
            graph(enough[:, 1:])


@pytest.mark.parametrize(
    "arguments", [{"downsampling": "max"}, {"ratio": 6}, {"ratio": 1}]
)
def test_refuses_what_it_does_not_know(arguments):
    with pytest.raises(ValueError, match=f"`{next(iter(arguments))}`"):
        LocalMask(**arguments)
