"""Networks and backbones by name: `--network gcn --backbone resnet50`."""

import dataclasses

from deeplab_family.backbones import BackboneConfig
from deeplab_family.console.suggestions import did_you_mean
from deeplab_family.models import ModelConfig

SHORT_RUN_MOMENTUM = 0.97
"""Of batch norm: the papers' 0.9997 does not arrive within 4,000 steps."""


def named_network(network: str, backbone: str) -> ModelConfig:
    """The config of a network on a backbone, for any number of classes.

    Output stride and dilation are those of the network's own defaults;
    backbones for phones have stride 16 under pyramids, and a pyramid fewer
    channels on them (`ModelConfig.phone_filters`).

    Args:
        network: a name of `ModelConfig.by_name()`.
        backbone: a name of `BackboneConfig.by_name()`.

    Raises:
        ValueError: if one is unknown, or the network does not take the
            backbone; says why, and names those that it takes.
    """
    own = known("--network", network, ModelConfig.by_name())
    chosen = known("--backbone", backbone, BackboneConfig.by_name())
    if reason := own.refusal(chosen):
        raise ValueError(
            f"--network {network} takes no --backbone {backbone}: {reason}. "
            f"It takes: {', '.join(backbones_of(network))}"
        )
    changes = {"backbone": _fit(chosen, own.backbone)}
    if chosen.for_phones and own.phone_filters is not None:
        changes["filters"] = own.phone_filters
    return dataclasses.replace(own, **changes)


def names_of(model: ModelConfig) -> tuple[str, str]:
    """The names of a config's network and backbone, as they are chosen by."""
    return model.preset_name, model.backbone.preset_name


def backbones_of(network: str) -> list[str]:
    """Names of the backbones that a network takes."""
    own = ModelConfig.by_name()[network]
    return [
        name
        for name, backbone in BackboneConfig.by_name().items()
        if not own.refusal(backbone)
    ]


def known(flag: str, name: str, table: dict):
    """The entry of a table by the value of a flag.

    Raises:
        ValueError: if there is none; says what may be meant.
    """
    if name not in table:
        raise ValueError(
            f"{flag} {name} is unknown{did_you_mean(name, table)}. Known are: "
            f"{', '.join(table)}"
        )
    return table[name]


def _fit(backbone: BackboneConfig, own: BackboneConfig) -> BackboneConfig:
    """The backbone as the network wants it, whose default backbone is `own`."""
    stride = own.output_stride
    if backbone.for_phones:
        stride = max(stride, backbone.output_stride)
    return dataclasses.replace(
        backbone.in_place_of(own),
        output_stride=stride,
        batch_norm_momentum=SHORT_RUN_MOMENTUM,
    )
