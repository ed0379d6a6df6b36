"""Weights that let every part of a network speak."""

import numpy as np


def randomize(model, seed=0):
    """Gives a built model random weights, statistics included."""
    generator = np.random.default_rng(seed)
    for weight in model.weights:
        # What pixels are normalized by is no weight of a layer that speaks.
        if "seed" in weight.path or "normalization/" in weight.path:
            continue
        if weight.name.endswith(("variance", "gamma")):
            value = generator.uniform(0.5, 1.5, weight.shape)
        elif weight.name.endswith(("kernel",)):
            fan_in = np.prod(weight.shape[: 2 if _is_depthwise(weight) else -1])
            value = generator.normal(0, (2 / fan_in) ** 0.5, weight.shape)
        else:
            value = generator.normal(0, 0.1, weight.shape)
        weight.assign(value)
    return model


def _is_depthwise(kernel) -> bool:
    """Whether each channel has a kernel of its own, `(h, w, channels, 1)`."""
    return len(kernel.shape) == 4 and kernel.shape[-1] == 1
