"""Backbone configs for files that hold a backbone and nothing behind it."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator

from deeplab_family.backbones import (
    BackboneConfig,
    MobileNetV2Config,
    MobileNetV3Config,
    ResNetConfig,
)
from deeplab_family.backbones.mobilenet_v2 import STAGES, round_channels
from deeplab_family.backbones.mobilenet_v3 import UNITS
from deeplab_family.weights import WeightsError
from deeplab_family.weights.sources.backbone_source import (
    Arrays,
    BackboneSource,
)
from deeplab_family.weights.translation import Translation

NOMINAL_STRIDE = 32
"""Output stride of the classification networks that the files come from."""

WIDTHS = (1.0, 0.35, 0.5, 0.75, 1.3, 1.4)
"""Width multipliers that MobileNets are published with."""


def backbone_config(source: BackboneSource, arrays: Arrays) -> BackboneConfig:
    """The backbone of ours that a file fills, at output stride 32.

    Args:
        source: that recognized the file.
        arrays: of the file.

    Raises:
        WeightsError: if the source refuses every backbone of its kind; gives
            its reason for the first.
    """
    reasons = []
    for config in _candidates(source.kind):
        reason = source.refusal(config, arrays)
        reason = reason or _width_refusal(source, config, arrays)
        if not reason:
            return config
        reasons.append(reason)
    raise WeightsError(reasons[0])


def _candidates(kind: str) -> Iterator[BackboneConfig]:
    for preset in BackboneConfig.by_name().values():
        if preset.kind == kind:
            nominal = preset.with_output_stride(NOMINAL_STRIDE)
            yield from _variants(nominal)


def _width_refusal(
    source: BackboneSource, config: BackboneConfig, arrays: Arrays
) -> str:
    """Why a MobileNet's widths are not the file's; "" if they may be."""
    translation = Translation(arrays)
    try:
        source.translate(config, translation)
    except WeightsError:
        return ""  # no matter of widths: filling the backbone will say it again
    for unit, width in _widths(config).items():
        found = translation.values[f"{unit}/project/conv/kernel"].shape[-1]
        if found != width:
            return f"its {unit} has {found} channels, which no `alpha` gives"
    return ""


def _widths(config: BackboneConfig) -> dict[str, int]:
    """Channels that a MobileNet's units give, by the path of the unit."""
    if isinstance(config, MobileNetV2Config):
        paths = {f"stage{i}_unit1": row[1] for i, row in enumerate(STAGES, 1)}
    elif isinstance(config, MobileNetV3Config):
        rows = enumerate(UNITS[config.size], 1)
        paths = {f"unit{i}": row.channels for i, row in rows}
    else:
        return {}
    return {
        path: round_channels(channels * config.alpha)
        for path, channels in paths.items()
    }


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
    if isinstance(config, MobileNetV3Config):
        return [
            dataclasses.replace(config, size=size, alpha=width)
            for size in UNITS
            for width in WIDTHS
        ]
    if isinstance(config, MobileNetV2Config):
        return [dataclasses.replace(config, alpha=width) for width in WIDTHS]
    return [config]
