"""TensorFlow 1's names of layers, as slim writes them into checkpoints.

Kernels are laid out as Keras lays them out: `weights` is (h, w, in, out),
`depthwise_weights` (h, w, channels, 1).
"""

from collections.abc import Mapping

import numpy as np

from deeplab_family.weights.errors import WeightsError
from deeplab_family.weights.translation import Translation, put_batch_norm

AVERAGE = "ExponentialMovingAverage"


def put_conv_bn(
    translation: Translation,
    path: str,
    scope: str,
    epsilon: float,
    our_epsilon: float,
):
    """Keeps a convolution and its batch normalization.

    Args:
        translation: arrays in TensorFlow 1's names.
        path: of our `ConvBNReLU`.
        scope: of the layer in the file, "resnet_v1_50/conv1".
        epsilon, our_epsilon: as for `put_batch_norm`.
    """
    depthwise = f"{scope}/depthwise_weights"
    kernel = depthwise if depthwise in translation else f"{scope}/weights"
    translation.put(f"{path}/conv/kernel", take(translation, kernel))
    bn = f"{scope}/BatchNorm"
    put_batch_norm(
        translation,
        f"{path}/bn",
        take(translation, f"{bn}/gamma"),
        take(translation, f"{bn}/beta"),
        take(translation, f"{bn}/moving_mean"),
        take(translation, f"{bn}/moving_variance"),
        epsilon,
        our_epsilon,
    )


def width_of(arrays: Mapping[str, np.ndarray], scope: str) -> int:
    """Number of channels that a convolution gives.

    Raises:
        WeightsError: if there is none.
    """
    name = f"{scope}/weights"
    if name not in arrays or arrays[name].ndim != 4:
        raise WeightsError(
            f"{name!r} is missing or no convolution's kernel: the file is cut "
            "short, damaged, or of another network"
        )
    return arrays[name].shape[-1]


def take(translation: Translation, name: str) -> np.ndarray:
    """The array of that name, or its moving average where the file has one.

    slim's example of MobileNetV2 restores the averages: they are the weights
    that its published scores belong to.
    """
    value = translation.take(name)
    average = f"{name}/{AVERAGE}"
    return translation.take(average) if average in translation else value
