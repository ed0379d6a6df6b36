"""PyTorch's layouts of layers: channels first, kernels (out, in, h, w)."""

import numpy as np

from deeplab_family.weights.translation import Translation, put_batch_norm


def kernel_of(weight: np.ndarray) -> np.ndarray:
    """A PyTorch convolution kernel as Keras lays it out.

    Args:
        weight: `(out, in, h, w)`; `(channels, 1, h, w)` if depthwise.

    Returns:
        `(h, w, in, out)`. A depthwise one is `(h, w, 1, channels)`, which
        `depthwise_kernel_of` turns.
    """
    return weight.transpose(2, 3, 1, 0)


def depthwise_kernel_of(weight: np.ndarray) -> np.ndarray:
    """A PyTorch kernel `(channels, 1, h, w)` as `(h, w, channels, 1)`."""
    return weight.transpose(2, 3, 0, 1)


def put_conv(translation: Translation, path: str, conv: str):
    """Keeps a convolution with its bias.

    Args:
        translation: arrays in PyTorch's names.
        path: of our layer.
        conv: name of the layer in the file, without the last part.
    """
    kernel = kernel_of(translation.take(f"{conv}.weight"))
    translation.put(f"{path}/kernel", kernel)
    translation.put(f"{path}/bias", translation.take(f"{conv}.bias"))


def put_conv_bn(
    translation: Translation,
    path: str,
    conv: str,
    bn: str,
    epsilon: float,
    our_epsilon: float,
    depthwise: bool = False,
):
    """Keeps a convolution and its batch normalization.

    Args:
        translation: arrays in PyTorch's names.
        path: of our `ConvBNReLU`.
        conv, bn: names of the two layers in the file, without the last part.
        epsilon, our_epsilon: as for `put_batch_norm`.
        depthwise: whether each channel has a kernel of its own.
    """
    turn = depthwise_kernel_of if depthwise else kernel_of
    translation.put(
        f"{path}/conv/kernel", turn(translation.take(f"{conv}.weight"))
    )
    put_batch_norm(
        translation,
        f"{path}/bn",
        translation.take(f"{bn}.weight"),
        translation.take(f"{bn}.bias"),
        translation.take(f"{bn}.running_mean"),
        translation.take(f"{bn}.running_var"),
        epsilon,
        our_epsilon,
    )
