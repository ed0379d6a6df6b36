import dataclasses

import pytest

from deeplab_family.backbones import (
    MobileNetV2Config,
    MobileNetV3Config,
    ResNetConfig,
)
from deeplab_family.models import DeepLabV3Config
from tests.contracts.model import ModelContract
from tests.count_parameters import moving, trainable


class TestMobile(ModelContract):
    config = DeepLabV3Config(
        num_classes=3,
        backbone=MobileNetV2Config(alpha=0.35, batch_norm_momentum=0.9),
        filters=16,
        dropout_rate=0.0,
    )


class TestMobileNetV3(ModelContract):
    config = DeepLabV3Config(
        num_classes=3,
        backbone=MobileNetV3Config(
            size="small", alpha=0.35, batch_norm_momentum=0.9
        ),
        filters=16,
        dropout_rate=0.0,
    )


class TestResNet50(ModelContract):
    config = DeepLabV3Config(
        num_classes=3,
        backbone=ResNetConfig(batch_norm_momentum=0.9),
        filters=16,
        dropout_rate=0.0,
        extra_conv=True,
    )


@pytest.mark.parametrize(
    ("depth", "stem", "num_classes", "weights", "statistics"),
    [
        (50, "root", 21, 39_048_533, 56_192),
        (50, "beta", 21, 39_172_309, 56_576),
        (101, "root", 21, 58_040_661, 108_416),
        (101, "beta", 21, 58_164_437, 108_800),
        (152, "root", 21, 73_684_309, 154_496),
        (101, "root", 19, 58_040_147, 108_416),
    ],
)
def test_parameter_counts(depth, stem, num_classes, weights, statistics):
    model = DeepLabV3Config(
        num_classes=num_classes, backbone=ResNetConfig(depth=depth, stem=stem)
    ).build()
    assert trainable(model) == weights
    assert moving(model) == statistics


@pytest.mark.parametrize(
    ("output_stride", "rates"),
    [(4, (24, 48, 72)), (8, (12, 24, 36)), (16, (6, 12, 18)), (32, (3, 6, 9))],
)
def test_rates_follow_the_output_stride(output_stride, rates):
    backbone = ResNetConfig(output_stride=output_stride)
    config = DeepLabV3Config(num_classes=21, backbone=backbone)
    assert config.rates == rates


def test_given_rates_stay_and_scale_with_a_change_of_stride():
    config = DeepLabV3Config(num_classes=21, atrous_rates=(6, 12, 18, 24))
    assert config.rates == (6, 12, 18, 24)
    assert config.with_output_stride(8).rates == (12, 24, 36, 48)


def test_no_rates_stay_no_rates():
    config = DeepLabV3Config(num_classes=21, atrous_rates=())
    assert config.with_output_stride(8).rates == ()


def test_refuses_rates_of_half_a_pixel():
    config = DeepLabV3Config(num_classes=21, atrous_rates=(3, 5))
    with pytest.raises(ValueError, match="no whole pixels"):
        config.with_output_stride(32)


@pytest.mark.parametrize(
    "fields", [{"num_classes": 0}, {"filters": 0}, {"dropout_rate": 1.0}]
)
def test_refuses_senseless_values(fields):
    config = DeepLabV3Config(num_classes=21)
    with pytest.raises(ValueError, match=f"`{next(iter(fields))}`"):
        dataclasses.replace(config, **fields)


def test_open_number_of_classes_cannot_build():
    with pytest.raises(ValueError, match="`num_classes`"):
        DeepLabV3Config(num_classes=None).build()
