"""Exported files compute in float32, however the network was trained."""

from collections.abc import Iterator
from contextlib import contextmanager

import keras


@contextmanager
def float32_compute(model: keras.Model) -> Iterator[None]:
    """Let a mixed-precision model compute in float32 for a while.

    Its weights are float32 anyway. Half-precision arithmetic in a graph would
    be slow on servers without it and is refused by TFLite's CPU kernels.
    """
    # Keras has no public way to reach layers within layers.
    layers = list(model._flatten_layers())
    policies = [layer.dtype_policy for layer in layers]
    try:
        for layer, policy in zip(layers, policies, strict=True):
            if policy.compute_dtype in ("float16", "bfloat16"):
                layer.dtype_policy = keras.DTypePolicy("float32")
        yield
    finally:
        for layer, policy in zip(layers, policies, strict=True):
            layer.dtype_policy = policy
