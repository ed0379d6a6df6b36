"""L2 on convolution kernels, and on nothing else.

`keras.optimizers.SGD(weight_decay=...)` is decoupled from the gradient, which
is another rule than the papers'. Theirs is a term of the loss.
"""

import keras

CONVOLUTIONS = (keras.layers.Conv2D, keras.layers.Conv2DTranspose)


def add_weight_decay(model: keras.Model, weight_decay: float) -> int:
    """Adds `weight_decay / 2 * sum(kernel ** 2)` of every kernel to the loss.

    Batch normalization, biases and depthwise kernels stay free, as in the
    official DeepLab and MobileNet code. Call it before `fit`. It is not stored
    in the `.keras` file: it belongs to the run, not to the network.

    Args:
        model: a built model; its nested layers are found.
        weight_decay: float >= 0.

    Returns:
        The number of kernels that decay.
    """
    kernels = [
        layer.kernel
        for layer in model._flatten_layers(include_self=False)
        if isinstance(layer, CONVOLUTIONS)
    ]
    for kernel in kernels:
        kernel.regularizer = keras.regularizers.L2(weight_decay / 2)
    return len(kernels)


def freeze_batch_norm(model: keras.Model):
    """Stops statistics, gamma and beta of every batch normalization.

    The paper's second stage trains so, with batches too small for statistics
    (section 4.1).
    """
    for layer in model._flatten_layers(include_self=False):
        if isinstance(layer, keras.layers.BatchNormalization):
            layer.trainable = False
