"""Heads of the papers on the trunks of phones.

No table of the papers has these; MobileNetV2's authors use the first
(arXiv:1801.04381, section 6.3), MobileNetV3's a smaller head
(arXiv:1905.02244, section 6.4).
"""

from deeplab_family.backbones import MobileNetV2Config, MobileNetV3Config
from deeplab_family.models import (
    DeepLabV3Config,
    GCNConfig,
    VortexNetConfig,
)
from deeplab_family.papers.row import Row

CROP_SIZE = 513
TRUNKS = {
    "MobileNetV2": MobileNetV2Config,
    "MobileNetV3 large": MobileNetV3Config,
}


def phones() -> tuple[Row, ...]:
    """DeepLabv3, Vortex pooling and GCN on MobileNetV2 and V3."""
    return tuple(
        Row(
            table="phones",
            name=f"{head}, {trunk}",
            config=config,
            paper_value=None,
            metric="mIoU, VOC 2012 val",
            crop_size=CROP_SIZE,
        )
        for trunk, backbone in TRUNKS.items()
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
