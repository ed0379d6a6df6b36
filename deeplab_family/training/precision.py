"""Whether a network's number format trains on this machine."""

import re

import keras
import tensorflow as tf


def check_precision(model: keras.Model):
    """Tries the gradient of each kind of convolution that a model has.

    A device may know a convolution in a format, but not its gradient: dilated
    ones in float16 on a CPU, for instance.

    Args:
        model: a built model.

    Raises:
        ValueError: names the format and TensorFlow's reason.
    """
    kinds = {}
    for layer in model._flatten_layers(include_self=False):
        if isinstance(layer, keras.layers.Conv2D):
            kind = (type(layer), layer.compute_dtype, *layer.dilation_rate)
            kinds.setdefault(kind, layer)
    for layer in kinds.values():
        if layer.compute_dtype != "float32":
            _try(layer)


def _try(layer):
    config = {**layer.get_config(), "filters": layer.groups}
    small = type(layer).from_config(config)
    pixels = tf.ones((1, *layer.kernel_size, layer.groups), layer.compute_dtype)
    try:
        with tf.GradientTape() as tape:
            output = small(pixels)
        tape.gradient(output, small.trainable_weights)
    except tf.errors.OpError as error:
        reason = re.sub(r"\{\{.*?\}\}|\[Op:.*", "", str(error.message)).strip()
        raise ValueError(
            f"{layer.compute_dtype} does not train here: layer {layer.path} of "
            f"this network has no gradient on this machine ({reason}). Use "
            "--train.precision mixed_bfloat16 or float32."
        ) from error
