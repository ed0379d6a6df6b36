"""Every network, small: each of its ways to compute occurs once.

The first ones stand on real backbones, one of each kind.
"""

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
from tests.small_backbone import SmallBackboneConfig

SHARED = {"num_classes": 3, "backbone": SmallBackboneConfig()}
SMALL = {**SHARED, "filters": 16}
GALD = {**SMALL, "padding": "same"}
CASCADE = ResNetConfig(output_stride=32, extra_blocks=1)
HYBRID = ResNetConfig(
    output_stride=8,
    stem="beta",
    block3_rates=(1, 2, 5, 1, 2, 5),
    block4_rates=(1, 2, 5),
)
NETWORKS = {
    "deeplabv3": DeepLabV3Config(
        num_classes=3,
        backbone=MobileNetV2Config(alpha=0.35),
        filters=16,
        extra_conv=True,
    ),
    "deeplabv3_v3": DeepLabV3Config(
        num_classes=3, backbone=MobileNetV3Config(alpha=0.35), filters=16
    ),
    "cascade": DeepLabV3Config(num_classes=3, backbone=CASCADE, head="cascade"),
    "deeplabv3plus": DeepLabV3PlusConfig(**SMALL, separable=True),
    "gcn": GCNConfig(**SHARED, kernel_size=5),
    "gcn_bilinear": GCNConfig(
        **SHARED, kernel_size=5, head="stack", upsampling="bilinear"
    ),
    "resnet50_gcn": GCNConfig(
        num_classes=3, backbone=ResNetGCNConfig(), kernel_size=5
    ),
    "duc": DUCHDCConfig(**SHARED),
    "hdc": DUCHDCConfig(
        num_classes=3, backbone=HYBRID, upsampling="two_deconvolutions"
    ),
    "duc_bilinear": DUCHDCConfig(**SHARED, upsampling="bilinear"),
    "gald": GALDNetConfig(**GALD),
    # refuses images below 33 pixels a side
    "gald_valid": GALDNetConfig(**SMALL, mask_ratio=2),
    "gald_non_local": GALDNetConfig(
        **GALD, aggregation="non_local", arrangement="ldga"
    ),
    "gald_average": GALDNetConfig(
        **GALD, aggregation="aspp", distribution="average"
    ),
    "gald_bilinear": GALDNetConfig(
        **GALD, arrangement="parallel", distribution="bilinear"
    ),
    "pspnet": PSPNetConfig(**SMALL),
    "vortex": VortexNetConfig(**SMALL),
    "vortex_exclude": VortexNetConfig(
        **SMALL, module="module_a", border="exclude"
    ),
}
