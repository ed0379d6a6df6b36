import pytest

from deeplab_family.analysis import pyramids, utilisation_ratio
from deeplab_family.backbones import MobileNetV2Config
from deeplab_family.models import (
    DeepLabV3Config,
    DUCHDCConfig,
    GCNConfig,
    VortexNetConfig,
)
from tests.build_blank import build_blank

BACKBONE = MobileNetV2Config(alpha=0.35, output_stride=8)


def only_pyramid(config):
    (pyramid,) = pyramids(build_blank(config), 513, 513)
    return pyramid


@pytest.mark.parametrize(
    ("module", "region_size", "ratio"),
    [("aspp", 5, 0.0059), ("module_a", 5, 0.148), ("vortex", 5, 1.0)],
)
def test_ratios_of_the_vortex_paper(module, region_size, ratio):
    pyramid = only_pyramid(
        VortexNetConfig(
            num_classes=2,
            backbone=BACKBONE,
            filters=4,
            module=module,
            region_size=region_size,
        )
    )
    assert pyramid.map_size == (65, 65)
    assert pyramid.utilisation_ratio == pytest.approx(ratio, rel=0.01)


def test_deeplabv3_and_duc_have_one_too():
    v3 = only_pyramid(
        DeepLabV3Config(num_classes=2, backbone=BACKBONE, filters=4)
    )
    duc = only_pyramid(DUCHDCConfig(num_classes=2, backbone=BACKBONE))
    assert v3.path == "aspp" and v3.atrous_rates == (12, 24, 36)
    assert duc.utilisation_ratio == utilisation_ratio((65, 65), (6, 12, 18, 24))


def test_gcn_has_none():
    config = GCNConfig(num_classes=2, backbone=BACKBONE, kernel_size=3)
    assert pyramids(build_blank(config), 65, 65) == ()
