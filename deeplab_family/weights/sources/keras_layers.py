"""Layers of keras.applications: one spelling for the names of all its years.

The published files are older than the code that loads them (by order, so it
need not care): MobileNetV2's say `mobl1_conv_1_expand` and `bn1_conv_1_bn_
expand` where Keras 3 says `block_1_expand` and `block_1_expand_BN`,
MobileNetV3's may say `Conv/BatchNorm` where it says `conv_bn`, and a depthwise
kernel was a `depthwise_kernel`.

Source: keras-team/keras, `keras/src/applications`, and its pull request 10047
of 2018 for MobileNetV2's first names.
"""

import re

import numpy as np

from deeplab_family.weights.translation import Translation, put_batch_norm

SPELLINGS = (
    (r"/batchnorm$", "_bn"),
    (r"/", "_"),
    (r"^mobl(\d+)_conv(?:_\d+)?_([a-z]+)$", r"block_\1_\2"),
    (r"^bn(\d+)_conv(?:_\d+)?(?:_bn)?_([a-z]+)$", r"block_\1_\2_bn"),
    (r"^block_0_", "expanded_conv_"),
)


def names_by_spelling(arrays) -> dict[str, str]:
    """Names of a file by their spelling in Keras 3, in lower case.

    Args:
        arrays: with names such as "Conv/BatchNorm/gamma", layer and weight.
    """
    return {_spelled(name): name for name in arrays}


class KerasLayers:
    """Convolutions and batch normalizations of a keras.applications file.

    Args:
        translation: arrays in the names of the file.
        epsilon: of its batch normalizations.
        our_epsilon: of ours.
    """

    def __init__(
        self, translation: Translation, epsilon: float, our_epsilon: float
    ):
        self.translation = translation
        self.epsilons = (epsilon, our_epsilon)
        self._names = names_by_spelling(translation.arrays)

    def take(self, name: str) -> np.ndarray:
        """The array of that spelling.

        Raises:
            WeightsError: if the file has none.
        """
        return self.translation.take(self._names.get(name, name))

    def put_conv(self, path: str, layer: str):
        """Keeps a convolution that has a bias of its own."""
        for weight in ("kernel", "bias"):
            value = self.take(f"{layer}/{weight}")
            self.translation.put(f"{path}/{weight}", value)

    def put_conv_bn(self, path: str, conv: str, bn: str):
        """Keeps a convolution and its batch normalization.

        A bias, which ours have not, is taken from the moving mean.

        Args:
            path: of our `ConvBNReLU`.
            conv, bn: names of the two layers.
        """
        mean = self.take(f"{bn}/moving_mean")
        if f"{conv}/bias" in self._names:
            mean = mean - self.take(f"{conv}/bias")
        self.translation.put(f"{path}/conv/kernel", self.take(f"{conv}/kernel"))
        put_batch_norm(
            self.translation,
            f"{path}/bn",
            self.take(f"{bn}/gamma"),
            self.take(f"{bn}/beta"),
            mean,
            self.take(f"{bn}/moving_variance"),
            *self.epsilons,
        )


def _spelled(name):
    layer, _, weight = name.lower().rpartition("/")
    for pattern, replacement in SPELLINGS:
        layer = re.sub(pattern, replacement, layer)
    return f"{layer}/{weight.removeprefix('depthwise_')}"
