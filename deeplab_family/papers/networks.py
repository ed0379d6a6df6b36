"""The networks of the library, one or two rows each: the README's table."""

import dataclasses

from deeplab_family.backbones import ResNetConfig
from deeplab_family.models import DeepLabV3PlusConfig, PSPNetConfig
from deeplab_family.papers import deeplabv3, duc_hdc, galdnet, gcn, vortex
from deeplab_family.papers.phones import phones
from deeplab_family.papers.row import Row


def networks() -> tuple[Row, ...]:
    """Each network as its paper trains it, then the trunks of phones.

    The `table` of a row is the paper's number on arXiv; "phones" for the last.
    """
    return (
        _last("1706.05587", "DeepLabv3, ResNet-101", deeplabv3.table_5()),
        Row(
            table="1802.02611",
            name="DeepLabv3+, ResNet-101",
            config=DeepLabV3PlusConfig(
                num_classes=21, backbone=ResNetConfig(depth=101)
            ),
            paper_value=None,
            **deeplabv3.VOC,
        ),
        _last("1703.02719", "GCN, ResNet-152", gcn.table_5()),
        _last("1702.08502", "DUC + HDC, ResNet-101", duc_hdc.table_2()),
        _last("1909.07229", "GALD-Net, ResNet-50", galdnet.table_1c()),
        Row(
            table="1612.01105",
            name="PSPNet, ResNet-50",
            config=PSPNetConfig(num_classes=19),
            paper_value=None,
            metric="mIoU, Cityscapes val",
            crop_size=769,
        ),
        _last("1804.06242", "Vortex pooling, ResNet-50", vortex.table_1()),
        *phones(),
    )


def _last(arxiv, name, rows) -> Row:
    return dataclasses.replace(rows[-1], table=arxiv, name=name, note="")
