import pytest

from deeplab_family import backbones, models
from deeplab_family.backbones import ResNetConfig
from deeplab_family.detection import (
    ContextConfig,
    FasterRCNNConfig,
    MaskRCNNConfig,
)
from deeplab_family.models import DeepLabV3Config
from deeplab_family.papers import PAPERS, networks, short_code
from deeplab_family.papers.config_code import changed_code

DETECTORS = (ContextConfig, FasterRCNNConfig, MaskRCNNConfig)
NAMES = {
    **vars(backbones),
    **vars(models),
    **{config.__name__: config for config in DETECTORS},
}
ROWS = [row for make in PAPERS.values() for row in make().rows]


def test_defaults_are_left_out():
    config = DeepLabV3Config(num_classes=21, backbone=ResNetConfig(depth=101))
    expected = (
        "DeepLabV3Config(num_classes=21, backbone=ResNetConfig(depth=101))"
    )
    assert short_code(config) == expected
    assert short_code(DeepLabV3Config(num_classes=3)) == (
        "DeepLabV3Config(num_classes=3)"
    )


@pytest.mark.parametrize("rows", [ROWS, networks()], ids=["papers", "networks"])
def test_code_makes_the_config(rows):
    for row in rows:
        assert eval(short_code(row.config), dict(NAMES)) == row.config


def test_changes_name_fields_and_those_of_parts():
    base = DeepLabV3Config(num_classes=21, backbone=ResNetConfig(depth=101))
    backbone = ResNetConfig(depth=50, output_stride=8)
    config = DeepLabV3Config(num_classes=19, backbone=backbone, head="cascade")
    assert changed_code(base, base) == ""
    assert changed_code(config, base) == (
        "num_classes=19, backbone.depth=50, backbone.output_stride=8, "
        "head='cascade'"
    )


def test_a_part_of_another_kind_is_told_whole():
    base = DeepLabV3Config(num_classes=21)
    phone = backbones.MobileNetV2Config(alpha=0.5)
    config = DeepLabV3Config(num_classes=21, backbone=phone)
    assert changed_code(config, base) == (
        "backbone=MobileNetV2Config(alpha=0.5)"
    )
