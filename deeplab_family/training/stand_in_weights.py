"""Stand-in weights: a backbone whose statistics normalize, without training.

A rehearsal must not fetch ImageNet weights, and frozen statistics of a fresh
backbone (mean 0, variance 1) do not normalize: the loss is NaN after a few
steps. These are the statistics of drawn pictures, disturbed, so that they are
not exactly those of any batch.
"""

from pathlib import Path
from typing import Any

import keras
import numpy as np

from input_pipeline.atomic_files import atomic_file

DISTURBANCE = 0.1
"""Share of a standard deviation, of gamma and of the variance."""


def write_stand_in(
    config: Any,
    images: np.ndarray,
    path: str | Path,
    seed: int = 0,
):
    """Writes a backbone with fresh kernels and statistics that fit.

    Args:
        config: the backbone's `BackboneConfig`.
        images: `(batch, height, width, 3)`, 0..255, that it then normalizes;
            two or more, of the kind that it will see. Noise will not do: to a
            deep backbone it is all the same picture, and with the spread of
            that the features of any other come out hundreds of times as large.
        path: the `.keras` file.
        seed: of kernels and disturbance.
    """
    keras.utils.set_random_seed(seed)
    backbone = config.build()
    layers = [
        layer
        for layer in backbone._flatten_layers(include_self=False)
        if isinstance(layer, keras.layers.BatchNormalization)
    ]
    momenta = [layer.momentum for layer in layers]
    for layer in layers:
        layer.momentum = 0.0  # the statistics of one batch, at once
    backbone(images, training=True)
    random = np.random.default_rng(seed)
    for layer, momentum in zip(layers, momenta, strict=True):
        layer.momentum = momentum
        _disturb(layer, random)
    with atomic_file(Path(path)) as draft:
        backbone.save(draft)


def _disturb(layer: keras.layers.BatchNormalization, random):
    def noise(variable):
        return DISTURBANCE * random.standard_normal(variable.shape)

    deviation = np.sqrt(np.asarray(layer.moving_variance))
    layer.moving_mean.assign_add(noise(layer.moving_mean) * deviation)
    factor = np.exp(noise(layer.moving_variance))
    layer.moving_variance.assign(np.asarray(layer.moving_variance) * factor)
    layer.gamma.assign(np.asarray(layer.gamma) * (1 + noise(layer.gamma)))
    layer.beta.assign_add(noise(layer.beta))
