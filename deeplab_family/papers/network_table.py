"""Table of networks in docs/networks/index.md: one or two rows each."""

import dataclasses

from deeplab_family.backbones import (
    MobileNetV2Config,
    MobileNetV3Config,
    ResNetConfig,
)
from deeplab_family.models import (
    DeepLabV3Config,
    DeepLabV3PlusConfig,
    GCNConfig,
    PSPNetConfig,
    VortexNetConfig,
)
from deeplab_family.papers import (
    deeplabv3,
    duc_hdc,
    galdnet,
    galdnet_detection,
    gcn,
    vortex,
)
from deeplab_family.papers.row import Row

CROP_SIZE = 513
BACKBONES = {
    "MobileNetV2": MobileNetV2Config,
    "MobileNetV3 large": MobileNetV3Config,
}


def networks() -> tuple[Row, ...]:
    """Each network as its paper trains it, then the backbones of phones.

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
        _last(
            "1909.07229",
            "Faster R-CNN with GALD, ResNet-101",
            galdnet_detection.table_3a(),
        ),
        _last(
            "1909.07229",
            "Mask R-CNN with GALD, ResNet-101",
            galdnet_detection.table_3b(),
        ),
        *phones(),
    )


def _last(arxiv, name, rows) -> Row:
    return dataclasses.replace(rows[-1], table=arxiv, name=name, note="")


# Heads of the papers on the backbones of phones.
#
# No table of the papers has these; MobileNetV2's authors use the first
# (arXiv:1801.04381, section 6.3), MobileNetV3's a smaller head
# (arXiv:1905.02244, section 6.4).


def phones() -> tuple[Row, ...]:
    """DeepLabv3, Vortex pooling and GCN on MobileNetV2 and V3."""
    return tuple(
        Row(
            table="phones",
            name=f"{head}, {kind}",
            config=config,
            paper_value=None,
            metric="mIoU, VOC 2012 val",
            crop_size=CROP_SIZE,
        )
        for kind, backbone in BACKBONES.items()
        for head, config in _heads(backbone)
    )


def _heads(backbone):
    narrow = {"num_classes": 21, "filters": 128}
    deep = backbone(output_stride=16)
    undilated = backbone(output_stride=32)
    return (
        ("DeepLabv3", DeepLabV3Config(backbone=deep, **narrow)),
        ("Vortex pooling", VortexNetConfig(backbone=deep, **narrow)),
        ("GCN", GCNConfig(num_classes=21, backbone=undilated)),
    )
