import math

import keras
import numpy as np
import pytest
import tensorflow as tf
from keras import layers, ops

from deeplab_family.analysis import (
    effective_receptive_field,
    receptive_fields,
)
from deeplab_family.layers import (
    ASPP,
    CGNL,
    AtrousConvolution,
    BilinearUpsampling,
    Bottleneck,
    ConvBNReLU,
    Deconvolution,
    DenseUpsampling,
    GlobalBottleneck,
    GlobalConvolution,
    NonLocal,
    PyramidPooling,
    ResizeLike,
    VortexPooling,
)
from tests.randomize import randomize

SIDE = 41


def network(*parts):
    image = x = keras.Input((None, None, 3))
    for part in parts:
        x = part(x)
    model = randomize(keras.Model(image, x))
    for weight in model.weights:  # all positive, so that no ReLU hides a tap
        statistic = weight.name == "moving_mean"
        weight.assign(0 * weight if statistic else ops.abs(weight))
    return model


def field_of(model, height=SIDE, width=SIDE):
    function = tf.function(model, autograph=False)
    traced = function.get_concrete_function(
        tf.TensorSpec((1, height, width, 3))
    )
    fields = receptive_fields(traced.graph, traced.inputs[0])
    return fields[traced.outputs[0].op.name]


def lines(field):
    return field.rows, field.columns


class Pieces(layers.Layer):
    """Looks at a map from the left, from the right, and every second pixel."""

    def call(self, x):
        padded = ops.pad(x, [[0, 0], [2, 1], [3, 3], [0, 0]])
        left, right = padded[:, 1:-1:2, :-6:2], padded[:, 1:-1:2, 6::2]
        return left + right

    def compute_output_shape(self, shape):
        return (shape[0], None, None, shape[-1])


EXACT = {
    "same": [layers.Conv2D(2, 5, padding="same")],
    "valid": [layers.Conv2D(2, 3)],
    "strided same, odd": [layers.Conv2D(2, 3, strides=2, padding="same")],
    "strided same, even": [
        layers.Conv2D(2, 2),
        layers.Conv2D(2, 3, strides=2, padding="same"),
    ],
    "strided, padded": [ConvBNReLU(2, 7, strides=2, activation=None)],
    "strip": [layers.Conv2D(2, (1, 5), padding="same")],
    "atrous": [AtrousConvolution(2, 3, dilation_rate=4, padding="same")],
    "two": [ConvBNReLU(4, 3, activation=None), layers.Conv2D(2, 3)],
    "depthwise": [layers.DepthwiseConv2D(3, padding="same")],
    "atrous depthwise": [
        layers.DepthwiseConv2D(3, dilation_rate=3, padding="same")
    ],
    "averages": [layers.AveragePooling2D(3, 2), layers.Conv2D(2, 3)],
    "pieces": [Pieces(), layers.Conv2D(2, 3)],
    "unit": [Bottleneck(2, strides=2, dilation_rate=2, projection=True)],
    "global convolution": [GlobalConvolution(2, 7)],
    "strips": [GlobalBottleneck(4, 4, 5, strides=2, projection=True)],
    "pyramid": [ASPP((2, 5), 4, image_pooling=False)],
    "vortex": [VortexPooling((1, 3, 5), (3, 7), 3, 4, image_pooling=False)],
}


@pytest.mark.parametrize("name", EXACT)
def test_the_gradient_reaches_exactly_the_pixels_of_the_field(name):
    model = network(*EXACT[name])
    image = np.random.default_rng(0).uniform(0, 1, (SIDE, SIDE, 3))
    size = model(image[None]).shape[1:3]
    pixel = tuple(side // 2 // 2 * 2 for side in size)
    found = np.nonzero(effective_receptive_field(model, image, pixel) > 1e-9)
    for place, line, seen in zip(
        pixel, lines(field_of(model)), found, strict=True
    ):
        start = place * line.jump
        assert seen.min() == start + line.first
        assert seen.max() == start + line.last


BETWEEN_PIXELS = {
    "doubling by 3": [layers.AveragePooling2D(2), Deconvolution(3)],
    "doubling by 4": [layers.AveragePooling2D(2), Deconvolution()],
    "transposed": [
        layers.AveragePooling2D(2),
        layers.Conv2DTranspose(2, 8, 4, padding="same"),
    ],
    "dense": [layers.AveragePooling2D(4), DenseUpsampling(2, 4, (1, 2))],
    "bilinear": [layers.AveragePooling2D(4), BilinearUpsampling(4)],
}


@pytest.mark.parametrize("name", BETWEEN_PIXELS)
def test_enlarged_maps_see_no_more_than_the_largest_field(name):
    model = network(*BETWEEN_PIXELS[name])
    image = np.random.default_rng(0).uniform(0, 1, (SIDE, SIDE, 3))
    widths = []
    for column in range(12, 20):
        strength = effective_receptive_field(model, image, (16, column))
        seen = np.nonzero(strength > 1e-9)[1]
        widths.append(seen.max() - seen.min() + 1)
    assert max(widths) == field_of(model).columns.size


def test_aligned_corners_undo_the_stride():
    image = keras.Input((None, None, 3))
    small = ConvBNReLU(2, 3, strides=2)(ConvBNReLU(2, 3, strides=2)(image))
    model = keras.Model(image, ResizeLike()([small, image]))
    field = field_of(model)
    # 3, then 3 + 2 * 2, then one more of the coarse pixels
    assert field.rows.jump == 1 and field.size == (7 + 4, 7 + 4)


@pytest.mark.parametrize(
    "layer",
    [
        ASPP((2,), 4),
        NonLocal(3, 2),
        CGNL(3, 1, 1),
        PyramidPooling(4),
        layers.GlobalAveragePooling2D(keepdims=True),
    ],
    ids=lambda layer: type(layer).__name__,
)
def test_who_sees_the_whole_image(layer):
    field = field_of(network(layer))
    assert field.size == (math.inf, math.inf)


def test_what_sees_the_whole_image_keeps_the_stride_of_the_map():
    field = field_of(network(ConvBNReLU(4, 3, strides=2), PyramidPooling(4)))
    assert field.rows.jump == 2


def test_normalization_sees_its_pixel():
    model = network(layers.BatchNormalization(), layers.ReLU())
    assert field_of(model).size == (1, 1)


def test_operations_that_nobody_knows_are_not_guessed():
    class Reversed(layers.Layer):
        def call(self, x):
            return tf.reverse(x, [1])

    model = network(Reversed(), layers.Conv2D(2, 3))
    assert all(math.isnan(side) for side in field_of(model).size)
