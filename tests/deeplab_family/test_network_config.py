import dataclasses
import json

import keras
import pytest

from deeplab_family.backbones import ResNetConfig
from deeplab_family.models import DeepLabV3Config


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
