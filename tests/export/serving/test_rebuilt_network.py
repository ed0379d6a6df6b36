import keras
import numpy as np
import pytest
import tensorflow as tf

from deeplab_family.backbones import MobileNetV2Config
from deeplab_family.layers import ClassifierHead, ConvBNReLU, ResizeLike
from deeplab_family.models import DeepLabV3Config
from export import ExportError
from export.padded_network import multiple_of, within_padding
from export.serving.rebuilt_network import rebuilt_network
from tests.export.tiny_network import draw_images, make_network
from tests.randomize import randomize

# Eight bits of a number: a rounding moves it by 1/256 at most.
STEP = 2.0**-8


@pytest.fixture(scope="module")
def network():
    backbone = MobileNetV2Config(alpha=0.35)
    config = DeepLabV3Config(num_classes=3, backbone=backbone, filters=8)
    model = randomize(config.build())
    model.class_names = ("road", "tree", "sky")
    return model


def precisions(model):
    return [layer.compute_dtype for layer in model._flatten_layers()]


def test_the_twin_rounds_and_answers_in_float32(network):
    twin = rebuilt_network(network, "bfloat16")
    images = draw_images(2, 33, 49).astype("float32")
    exact = np.asarray(network(images, training=False))
    rounded = np.asarray(twin(images, training=False))
    assert rounded.dtype == np.float32
    # Of fifty layers one after the other, with made-up statistics.
    error = np.abs(rounded - exact).mean() / exact.std()
    assert STEP / 16 < error < 32 * STEP
    # Resized in float32: neighbors differ by less than bfloat16 can tell.
    values = np.unique(rounded)
    shortened = keras.ops.cast(keras.ops.cast(values, "bfloat16"), "float32")
    assert (np.asarray(shortened) != values).mean() > 0.9


def test_what_keeps_to_float32_does_so(network):
    twin = rebuilt_network(network, "bfloat16")
    for layer in twin._flatten_layers():
        ends = isinstance(layer, ResizeLike)
        if isinstance(layer, ClassifierHead):
            ends, layer = True, layer.conv
        if ends or isinstance(layer, ConvBNReLU):
            dtype = "float32" if ends else "bfloat16"
            assert layer.compute_dtype == dtype


def test_the_model_stays_as_it_is_and_names_travel(network):
    before = [np.asarray(weight) for weight in network.weights]
    twin = rebuilt_network(network, "bfloat16")
    assert set(precisions(network)) == {"float32"}
    assert keras.config.dtype_policy().name == "float32"
    assert twin.class_names == network.class_names
    assert {weight.dtype for weight in twin.weights} == {"float32"}
    for old, new in zip(before, network.weights, strict=True):
        np.testing.assert_array_equal(old, np.asarray(new))


def test_in_float32_it_is_the_model_itself(network):
    for model in (network, make_network(), within_padding(network, 16)):
        assert rebuilt_network(model, "float32") is model


def test_two_exports_in_bfloat16_have_the_same_operations(network):
    first, second = (operations(network) for _ in range(2))
    assert first == second


def operations(model):
    twin = rebuilt_network(model, "bfloat16")
    traced = tf.function(lambda images: twin(images, training=False))
    spec = tf.TensorSpec((1, 33, 49, 3))
    graph = traced.get_concrete_function(spec).graph
    return [(op.name, op.type) for op in graph.get_operations()]


def test_a_network_of_others_rounds_all_but_its_answer():
    model = make_network()
    twin = rebuilt_network(model, "bfloat16")
    *inner, classifier, end = precisions(twin)[2:]
    assert classifier == end == "float32" and set(inner) == {"bfloat16"}
    image = draw_images(1, 33, 49).astype("float32")
    exact, rounded = (np.asarray(net(image)) for net in (model, twin))
    assert 1e-4 < np.abs(rounded - exact).max() / np.ptp(exact) < 16 * STEP


def test_a_padding_stays_around_it(network):
    twin = rebuilt_network(within_padding(network, 16), "bfloat16")
    assert multiple_of(twin) == 16
    assert twin.class_names == network.class_names
    image = draw_images(1, 33, 49).astype("float32")
    assert twin(image).shape == (1, 33, 49, 3)
    assert "bfloat16" in precisions(twin)


def test_a_model_without_a_graph_is_refused():
    class Subclass(keras.Model):
        def call(self, images):
            return images

    with pytest.raises(ExportError, match="`precision`.*Subclass.*float32"):
        rebuilt_network(Subclass(), "bfloat16")
