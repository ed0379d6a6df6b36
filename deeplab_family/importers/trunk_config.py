"""Trunk configs for files that hold a trunk and nothing behind it."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator

from deeplab_family.backbones import (
    BackboneConfig,
    MobileNetV2Config,
    MobileNetV3Config,
    ResNetConfig,
)
from deeplab_family.weights import WeightsError
from deeplab_family.weights.sources.trunk_source import Arrays, TrunkSource

NOMINAL_STRIDE = 32
"""Output stride of the classification networks that the files come from."""

WIDTHS = (1.0, 0.35, 0.5, 0.75, 1.3, 1.4)
"""Width multipliers that MobileNets are published with."""


def trunk_config(source: TrunkSource, arrays: Arrays) -> BackboneConfig:
    """The trunk of ours that a file fills, at output stride 32.

    Args:
        source: that recognized the file.
        arrays: of the file.

    Raises:
        WeightsError: if the source refuses every trunk of its kind; gives its
            reason for the first.
    """
    reasons = []
    for config in _candidates(source.kind):
        reason = source.refusal(config, arrays)
        if not reason:
            return config
        reasons.append(reason)
    raise WeightsError(reasons[0])


def _candidates(kind: str) -> Iterator[BackboneConfig]:
    for preset in BackboneConfig.by_name().values():
        if preset.kind == kind:
            nominal = preset.with_output_stride(NOMINAL_STRIDE)
            yield from _variants(nominal)


def _variants(config: BackboneConfig) -> list[BackboneConfig]:
    """A preset, and what else stands under its name in others' files."""
    if isinstance(config, ResNetConfig):
        return [
            dataclasses.replace(
                config, stem=stem, stride_placement=place, multi_grid=(1, 1, 1)
            )
            for stem in ("root", "beta")
            for place in ("first_1x1", "3x3")
        ]
    if isinstance(config, MobileNetV2Config | MobileNetV3Config):
        return [dataclasses.replace(config, alpha=width) for width in WIDTHS]
    return [config]
