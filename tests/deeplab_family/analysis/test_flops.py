import keras
import numpy as np
import pytest
from keras import layers

from deeplab_family.analysis import convolution_costs, multiply_adds
from deeplab_family.backbones import ResNetConfig
from deeplab_family.layers import ASPP, ConvBNReLU
from tests.count_parameters import trainable


def wrap(layer, channels=4):
    image = keras.Input((None, None, channels))
    return keras.Model(image, layer(image))


@pytest.mark.parametrize(
    ("layer", "expected"),
    [
        (layers.Conv2D(5, 3, padding="same"), 6 * 9 * (3 * 3 * 4 * 5)),
        (layers.Conv2D(5, 3), 4 * 7 * (3 * 3 * 4 * 5)),
        (layers.Conv2D(6, 1, groups=2), 6 * 9 * (4 // 2 * 6)),
        (layers.Conv2D(5, 1, strides=2), 3 * 5 * (4 * 5)),
        (layers.DepthwiseConv2D(3, padding="same"), 6 * 9 * (3 * 3 * 4)),
        (layers.Conv2DTranspose(5, 4, 2), 6 * 9 * (4 * 4 * 4 * 5)),
        (ConvBNReLU(5, 3, dilation_rate=7), 6 * 9 * (3 * 3 * 4 * 5)),
        (layers.MaxPooling2D(), 0),
    ],
)
def test_one_layer_counts_as_by_hand(layer, expected):
    assert multiply_adds(wrap(layer), 6, 9) == expected


def test_a_layer_used_twice_counts_twice():
    image = keras.Input((None, None, 4))
    layer = layers.Conv2D(4, 1)
    model = keras.Model(image, layer(layer(image)))
    assert multiply_adds(model, 3, 5) == 2 * 15 * 16


def test_a_layer_may_say_what_it_costs():
    class Scale(layers.Layer):
        def call(self, inputs):
            return 2 * inputs

        def multiply_adds(self, input_shape):
            return input_shape[1] * input_shape[2]

    assert multiply_adds(wrap(Scale()), 3, 5) == 15


@pytest.mark.parametrize(
    ("rates", "image_pooling", "weights", "millions"),
    [
        ((6, 12, 18), True, 15_535_104, 16_344),
        ((6, 12, 18), False, 14_944_768, 16_272),
        ((6, 12, 18, 24), False, 19_729_408, 21_482),
    ],
)
def test_pyramid_pooling_as_the_literature_counts_it(
    rates, image_pooling, weights, millions
):
    model = wrap(ASPP(rates, image_pooling=image_pooling), 2048)
    assert trainable(model) == weights
    assert round(multiply_adds(model, 33, 33) / 1e6) == millions


def test_costs_name_their_layer_and_shapes():
    costs = convolution_costs(wrap(ASPP((2,), 3, name="aspp")), 5, 7)
    assert [cost.path for cost in costs] == [
        "aspp/pointwise/conv",
        "aspp/rate_0/conv",
        "aspp/image_pooling/conv",
        "aspp/projection/conv",
    ]
    assert costs[2].input_shape == (1, 1, 1, 4)
    assert costs[3].output_shape == (1, 5, 7, 3)


def test_counting_leaves_the_model_as_it_was():
    model = wrap(ConvBNReLU(3))
    image = np.ones((1, 4, 4, 4), "float32")
    before = np.asarray(model(image))
    counts = {multiply_adds(model, 8, 8) for _ in range(2)}
    assert counts == {8 * 8 * 4 * 3}
    np.testing.assert_array_equal(model(image), before)


@pytest.mark.parametrize(
    ("stem", "millions"), [("root", 3_856), ("beta", 5_211)]
)
def test_resnet_as_the_literature_counts_it(stem, millions):
    model = ResNetConfig(depth=50, stem=stem, output_stride=32).build()
    assert round(multiply_adds(model, 224, 224) / 1e6) == millions
