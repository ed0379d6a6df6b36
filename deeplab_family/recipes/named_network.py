"""Networks and trunks by their names: `--network gcn --backbone resnet50`."""

import dataclasses
import typing

from deeplab_family.backbones import (
    MobileNetV2Config,
    MobileNetV3Config,
    ResNetConfig,
    ResNetGCNConfig,
)
from deeplab_family.models import (
    DeepLabV3Config,
    DeepLabV3PlusConfig,
    DUCHDCConfig,
    GALDNetConfig,
    GCNConfig,
    PSPNetConfig,
    VortexNetConfig,
)
from deeplab_family.near_miss import perhaps

NETWORKS = {
    "deeplabv3": DeepLabV3Config,
    "deeplabv3plus": DeepLabV3PlusConfig,
    "gcn": GCNConfig,
    "duc_hdc": DUCHDCConfig,
    "galdnet": GALDNetConfig,
    "pspnet": PSPNetConfig,
    "vortexnet": VortexNetConfig,
}
BACKBONES = {
    "mobilenet_v2": MobileNetV2Config(),
    "mobilenet_v3": MobileNetV3Config(),
    "resnet50": ResNetConfig(depth=50),
    "resnet101": ResNetConfig(depth=101),
    "resnet152": ResNetConfig(depth=152),
    "resnet50_gcn": ResNetGCNConfig(),
}
SMALL_HEAD = 128
"""Channels of a pyramid on a trunk for phones, where the papers have 256."""

SHORT_RUN_MOMENTUM = 0.97
"""Of batch norm: the papers' 0.9997 does not arrive within 4,000 steps."""


def named_network(network: str, backbone: str):
    """The config of a network on a trunk, for any number of classes.

    Output stride and dilation are those of the network's own defaults; trunks
    for phones have stride 16 under pyramids and a pyramid of 128 channels.

    Args:
        network: a key of `NETWORKS`.
        backbone: a key of `BACKBONES`.

    Raises:
        ValueError: if one is unknown, or the network does not take the trunk;
            names those that it takes.
    """
    config = _known("network", network, NETWORKS)
    trunk = _known("backbone", backbone, BACKBONES)
    taken = backbones_of(network)
    if backbone not in taken:
        raise ValueError(
            f"--network {network} takes no --backbone {backbone}. It takes: "
            f"{', '.join(taken)}"
        )
    own = config(num_classes=None)
    changes = {"backbone": _fit(trunk, own.backbone)}
    if not isinstance(trunk, ResNetConfig) and config in (
        DeepLabV3Config,
        DeepLabV3PlusConfig,
        VortexNetConfig,
    ):
        changes["filters"] = SMALL_HEAD
    return dataclasses.replace(own, **changes)


def names_of(model) -> tuple[str, str]:
    """The names of a config's network and trunk, as they are chosen by."""
    network = next(n for n, kind in NETWORKS.items() if type(model) is kind)
    trunk = model.backbone
    backbone = next(
        name
        for name, known in BACKBONES.items()
        if type(known) is type(trunk)
        and getattr(known, "depth", 0) == getattr(trunk, "depth", 0)
    )
    return network, backbone


def backbones_of(network: str) -> list[str]:
    """Names of the trunks that a network takes."""
    hint = typing.get_type_hints(NETWORKS[network])["backbone"]
    kinds = typing.get_args(hint) or (hint,)
    return [name for name, trunk in BACKBONES.items() if type(trunk) in kinds]


def _known(what: str, name: str, table: dict):
    if name not in table:
        raise ValueError(
            f"--{what} {name} is unknown{perhaps(name, table)}. Known are: "
            f"{', '.join(table)}"
        )
    return table[name]


def _fit(trunk, own):
    """The trunk as the network wants it, whose default trunk is `own`."""
    if isinstance(trunk, ResNetConfig) and isinstance(own, ResNetConfig):
        trunk = dataclasses.replace(own, depth=trunk.depth)
    elif own.output_stride > trunk.output_stride:
        trunk = dataclasses.replace(trunk, output_stride=own.output_stride)
    return dataclasses.replace(trunk, batch_norm_momentum=SHORT_RUN_MOMENTUM)
