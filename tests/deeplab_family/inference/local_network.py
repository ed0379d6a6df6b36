"""A network of stride 4 whose field of view is known: 43 pixels a side.

Its maps lie on the pixels that they were made of, as those of the library's
networks do.
"""

import keras

from deeplab_family.layers import ResizeLike

REACH = 43
"""Pixels around one that its answer depends on, at most."""


def local_network(classes=3):
    keras.utils.set_random_seed(11)
    layers = keras.layers
    images = keras.Input((None, None, 3))
    x = layers.Rescaling(1 / 127.5, offset=-1)(images)
    for _ in range(2):
        x = layers.ZeroPadding2D(1)(x)
        x = layers.Conv2D(8, 3, strides=2, activation="tanh")(x)
    x = layers.Conv2D(8, 3, padding="same", dilation_rate=9)(x)
    x = layers.Conv2D(classes, 1, kernel_initializer="he_normal")(x)
    return keras.Model(images, ResizeLike(stride=4)([3 * x, images]))
