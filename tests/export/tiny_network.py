"""A small network with everything that is hard to export.

Dilated convolutions of both kinds, batch norm, strides, a resize with aligned
corners, and answers that are as decided as those of a trained network.
"""

import keras
import numpy as np
import tensorflow as tf
from PIL import Image

from export.tolerances import Limit

CLASSES = 4
# What bfloat16 leaves of its answers, which no training has made decided.
ROUNDED = Limit(largest_difference=0.2, equal_pixels=0.99, mean_iou_drop=0.05)


class DirectAtrous(keras.layers.Conv2D):
    def call(self, x):
        rate = self.dilation_rate[0]
        return tf.nn.conv2d(x, self.kernel, 1, "SAME", dilations=rate)


class ResizeTo(keras.layers.Layer):
    def call(self, x, reference):
        size = tf.shape(reference)[1:3]
        resize = tf.compat.v1.image.resize_bilinear
        return resize(tf.cast(x, tf.float32), size, align_corners=True)


def make_network(size=(None, None), classes=CLASSES):
    keras.utils.set_random_seed(3)
    layers = keras.layers
    inputs = keras.Input((*size, 3))
    x = layers.Rescaling(1 / 127.5, offset=-1)(inputs)
    for layer in (
        layers.Conv2D(8, 3, strides=2, padding="same", use_bias=False),
        DirectAtrous(16, 3, dilation_rate=2, padding="same", use_bias=False),
        layers.DepthwiseConv2D(
            3, dilation_rate=3, padding="same", use_bias=False
        ),
    ):
        x = layers.BatchNormalization()(layer(x))
        x = layers.ReLU(6)(x)
    x = layers.Conv2D(classes, 1)(x)
    model = keras.Model(inputs, ResizeTo()(x, inputs))
    for variable in model.variables:
        if "moving_variance" in variable.path:
            variable.assign(0.05 * np.ones(variable.shape))
    return model


def draw_images(count, height, width, seed=0):
    """Smooth colors with a few hard edges, uint8."""
    rng = np.random.default_rng(seed)
    coarse = rng.integers(0, 256, (count, 4, 5, 3)).astype(np.uint8)
    resized = [
        np.asarray(Image.fromarray(image).resize((width, height), 2))
        for image in coarse
    ]
    images = np.stack(resized).copy()
    images[:, : height // 3, : width // 3] = 255 - images[:, :1, :1]
    return images


def save_images(folder, images, ending=".png"):
    folder.mkdir(parents=True, exist_ok=True)
    for index, image in enumerate(images):
        Image.fromarray(image).save(folder / f"{index:03d}{ending}")
    return folder
