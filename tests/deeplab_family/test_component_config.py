import dataclasses
import importlib
import json

import keras
import pytest

from deeplab_family.backbones import BackboneConfig, ResNetConfig
from deeplab_family.losses import LossConfig
from deeplab_family.models import DeepLabV3Config, ModelConfig
from deeplab_family.optimizers import OptimizerConfig, ScheduleConfig


def test_nested_configs_and_tuples_survive_json():
    config = DeepLabV3Config(
        num_classes=4,
        backbone=ResNetConfig(depth=101, multi_grid=(1, 2, 1)),
        atrous_rates=(2, 4),
    )
    stored = json.dumps(keras.saving.serialize_keras_object(config))
    revived = keras.saving.deserialize_keras_object(json.loads(stored))
    assert revived == config
    assert isinstance(revived.backbone.multi_grid, tuple)


def test_config_names_every_field():
    config = ResNetConfig()
    names = [field.name for field in dataclasses.fields(config)]
    assert list(config.get_config()) == names


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"num_classes": 0}, "`num_classes` must be >= 1. Received: 0"),
        ({"head": "fpn"}, "`head` must be one of .*'cascade'.*: 'fpn'"),
        ({"dropout_rate": 1.0}, "`dropout_rate` must lie in 0 <= rate < 1"),
    ],
)
def test_errors_name_field_range_and_value(fields, words):
    with pytest.raises(ValueError, match=words):
        DeepLabV3Config(**{"num_classes": 3, **fields})


def test_the_exported_configs_are_the_kinds():
    assert [kind.__name__ for kind in LossConfig.kinds()] == [
        "BoundaryConfig",
        "CrossEntropyConfig",
        "DiceConfig",
        "FocalConfig",
        "LovaszConfig",
        "OHEMConfig",
        "SumConfig",
        "TopKConfig",
        "TverskyConfig",
    ]
    for base in (BackboneConfig, ModelConfig, LossConfig):
        names = [kind.__name__ for kind in base.kinds()]
        package = importlib.import_module(base.package)
        assert {*names, base.__name__} == {
            name for name in package.__all__ if name.endswith("Config")
        }


@pytest.mark.parametrize(
    "base",
    [BackboneConfig, LossConfig, ModelConfig, OptimizerConfig, ScheduleConfig],
)
def test_a_name_and_its_preset_say_the_same(base):
    for name, preset in base.by_name().items():
        assert preset.preset_name == name
