"""Heads of research/deeplab: pyramid, decoder and logits, by their names.

Source: tensorflow/models, research/deeplab/model.py. All normalizations of the
head have the epsilon 1e-5, whatever the backbone's; the pyramid joins image
pooling first, ours last.
"""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

import numpy as np

from deeplab_family.weights.sources.tf1_layers import (
    put_conv_bn,
    take,
    width_of,
)

if TYPE_CHECKING:
    from deeplab_family.importers.network_source import Arrays
    from deeplab_family.models import DeepLabV3Config, DeepLabV3PlusConfig
    from deeplab_family.weights.translation import Translation

EPSILON = 1e-5
LOW_LEVEL = "decoder/feature_projection0"
DECODER = {
    # ours: theirs if separable, theirs if plain
    "first": ("decoder_conv0", "decoder_conv0/decoder_conv0_1"),
    "second": ("decoder_conv1", "decoder_conv0/decoder_conv0_2"),
}


def has_pyramid(arrays: Arrays) -> bool:
    """Whether anything stands between the backbone and the logits."""
    return "concat_projection/weights" in arrays


def atrous_branches(arrays: Arrays) -> int:
    """Number of 3x3 branches of the pyramid, separable or not."""
    return next(
        number - 1
        for number in itertools.count(1)
        if f"aspp{number}/weights" not in arrays
        and f"aspp{number}_pointwise/weights" not in arrays
    )


def is_separable(arrays: Arrays) -> bool:
    """Whether the pyramid's 3x3 branches are separable."""
    return "aspp1_pointwise/weights" in arrays


def has_decoder(arrays: Arrays) -> bool:
    """Whether DeepLabv3+'s decoder follows the pyramid."""
    return f"{LOW_LEVEL}/weights" in arrays


def has_separable_decoder(arrays: Arrays) -> bool:
    """Whether the decoder's 3x3 convolutions are separable."""
    return "decoder/decoder_conv0_pointwise/weights" in arrays


def put_pyramid(
    translation: Translation, config: DeepLabV3Config | DeepLabV3PlusConfig
):
    """Keeps the pyramid: ours is "aspp"."""
    epsilons = (EPSILON, config.backbone.batch_norm_epsilon)
    put_conv_bn(translation, "aspp/pointwise", "aspp0", *epsilons)
    for index in range(len(config.rates)):
        ours, theirs = f"aspp/rate_{index}", f"aspp{index + 1}"
        _put_3x3(translation, ours, theirs, config.separable_pyramid, epsilons)
    width_of(translation.arrays, "concat_projection")
    put_conv_bn(translation, "aspp/projection", "concat_projection", *epsilons)
    if config.image_pooling:
        put_conv_bn(
            translation, "aspp/image_pooling", "image_pooling", *epsilons
        )
        kernel = translation.values["aspp/projection/conv/kernel"]
        pooled, others = np.split(kernel, [config.filters], axis=2)
        translation.put(
            "aspp/projection/conv/kernel",
            np.concatenate([others, pooled], axis=2),
        )


def put_decoder(translation: Translation, config: DeepLabV3PlusConfig):
    """Keeps DeepLabv3+'s decoder: ours is "decoder"."""
    epsilons = (EPSILON, config.backbone.batch_norm_epsilon)
    put_conv_bn(translation, "decoder/reduce", LOW_LEVEL, *epsilons)
    for ours, (separable, plain) in DECODER.items():
        _put_3x3(
            translation,
            f"decoder/{ours}",
            f"decoder/{separable if config.separable else plain}",
            config.separable,
            epsilons,
        )


def put_logits(translation: Translation):
    """Keeps the last convolution: ours is "head"."""
    for ours, theirs in {"kernel": "weights", "bias": "biases"}.items():
        value = take(translation, f"logits/semantic/{theirs}")
        translation.put(f"head/conv/{ours}", value)


def _put_3x3(translation, ours, theirs, separable, epsilons):
    if not separable:
        put_conv_bn(translation, ours, theirs, *epsilons)
        return
    for half in ("depthwise", "pointwise"):
        put_conv_bn(
            translation, f"{ours}/{half}", f"{theirs}_{half}", *epsilons
        )
