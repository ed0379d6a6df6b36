"""A network that int8 ruins: one channel ten thousand times the others.

Activations share one scale for all channels, so the others round to zero. In
float32 the large channel changes nothing: the next layer takes it back.
"""

import keras
import numpy as np

from tests.export.tiny_network import CLASSES, ResizeTo

FACTOR = 1e4


def make_network(factor=1.0):
    keras.utils.set_random_seed(7)
    conv = keras.layers.Conv2D
    inputs = keras.Input((None, None, 3))
    x = keras.layers.Rescaling(1 / 127.5, offset=-1, name="scale")(inputs)
    for name in ("first", "wide", "narrow", "last"):
        strides = 2 if name == "first" else 1
        x = conv(8, 3, strides, "same", activation="relu", name=name)(x)
    x = conv(CLASSES, 1, name="head")(x)
    model = keras.Model(inputs, ResizeTo(name="resize")(x, inputs))
    wide, narrow = model.get_layer("wide"), model.get_layer("narrow")
    wide.kernel.assign(_scaled(wide.kernel, (..., 0), factor))
    narrow.kernel.assign(_scaled(narrow.kernel, np.s_[:, :, 0], 1 / factor))
    return model


def _scaled(kernel, place, factor):
    kernel = kernel.numpy()
    kernel[place] *= factor
    return kernel
