import dataclasses

import pytest

from deeplab_family.analysis import multiply_adds
from deeplab_family.backbones import (
    MobileNetV3Config,
    ResNetConfig,
)
from deeplab_family.models import DeepLabV3Config, DeepLabV3PlusConfig
from tests.build_blank import build_blank
from tests.contracts.export import ExportContract
from tests.contracts.model import ModelContract
from tests.count_parameters import moving, trainable
from tests.randomize import randomize
from tests.small_backbone import SmallBackboneConfig


class TestMobile(ModelContract):
    config = DeepLabV3PlusConfig(
        num_classes=3,
        backbone=SmallBackboneConfig(),
        filters=16,
        low_level_filters=8,
        separable=True,
        separable_pyramid=True,
        dropout_rate=0.0,
    )


@pytest.mark.slow
class TestMobileNetV3(ModelContract):
    config = dataclasses.replace(
        TestMobile.config,
        backbone=MobileNetV3Config(
            size="small", alpha=0.35, batch_norm_momentum=0.9
        ),
    )


class TestExport(ExportContract):
    @classmethod
    def make_model(cls):
        return randomize(TestMobile.config.build())


def test_decoder_adds_its_own_parameters_and_multiply_adds():
    fields = {"num_classes": 21, "backbone": ResNetConfig(depth=50)}
    plain = build_blank(DeepLabV3Config(**fields))
    plus = build_blank(DeepLabV3PlusConfig(**fields))
    assert trainable(plus) == trainable(plain) + 1_303_648
    assert moving(plus) == moving(plain) + 2 * (48 + 256 + 256)
    per_pixel = 256 * 48 + 9 * 304 * 256 + 9 * 256 * 256 + 256 * 21
    assert multiply_adds(plus, 513, 513) == (
        multiply_adds(plain, 513, 513) - 33**2 * 256 * 21 + 129**2 * per_pixel
    )


def test_rates_follow_the_output_stride():
    config = DeepLabV3PlusConfig(num_classes=21)
    assert config.rates == (6, 12, 18)
    assert config.with_output_stride(8).rates == (12, 24, 36)


@pytest.mark.parametrize(
    "fields",
    [
        {"num_classes": 0},
        {"filters": 0},
        {"low_level_filters": 0},
        {"dropout_rate": 1.0},
    ],
)
def test_refuses_senseless_values(fields):
    config = DeepLabV3PlusConfig(num_classes=21)
    with pytest.raises(ValueError, match=f"`{next(iter(fields))}`"):
        dataclasses.replace(config, **fields)


def test_open_number_of_classes_cannot_build():
    with pytest.raises(ValueError, match="`num_classes`"):
        DeepLabV3PlusConfig(num_classes=None).build()
