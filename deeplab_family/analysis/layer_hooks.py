"""Forward hooks on Keras layers: which are called, and with what."""

import contextlib
from collections.abc import Callable, Iterable

import keras


@contextlib.contextmanager
def forward_hooks(layers: Iterable[keras.layers.Layer], heard: Callable):
    """Within it, each call of one of `layers` is reported as it ends.

    Args:
        layers: built layers; one that stands there twice is heard once.
        heard: called with the layer, its inputs and its outputs.
    """
    with contextlib.ExitStack() as stack:
        for layer in dict.fromkeys(layers):
            stack.enter_context(_listen(layer, heard))
        yield


@contextlib.contextmanager
def _listen(layer, heard):
    call = layer.call

    def listened(inputs, *args, **kwargs):
        outputs = call(inputs, *args, **kwargs)
        heard(layer, inputs, outputs)
        return outputs

    layer.call = listened
    try:
        yield
    finally:
        del layer.call
