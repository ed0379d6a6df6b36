import dataclasses
import io
import json

import keras
import pytest
from keras import layers
from rich.console import Console

from deeplab_family.analysis import inspect_network
from deeplab_family.backbones import MobileNetV2Config, ResNetConfig
from deeplab_family.models import DeepLabV3Config
from tests.build_blank import build_blank
from tests.count_parameters import moving, trainable


@pytest.fixture(scope="module")
def model():
    backbone = ResNetConfig(output_stride=16)
    config = DeepLabV3Config(
        num_classes=3, backbone=backbone, filters=8, image_pooling=False
    )
    return build_blank(config)


def text_of(inspection):
    screen = io.StringIO()
    Console(file=screen, width=120).print(inspection.table())
    return screen.getvalue()


def test_names_are_shown_as_they_are_written(model):
    inspection = inspect_network(model, 65, 97)
    stage = dataclasses.replace(inspection.stages[0], name="[/b] \x1b[2J")
    text = text_of(
        dataclasses.replace(inspection, name="[red]net", stages=(stage,))
    )
    assert "[red]net at 65 x 97" in text
    assert "[/b] \\x1b[2J" in text and "\x1b" not in text


def test_table_and_notes_say_what_is_in_the_json(model):
    inspection = inspect_network(model, 65, 97)
    content = json.loads(inspection.to_json())
    text = text_of(inspection)
    assert content["image_size"] == [65, 97]
    assert content["parameters"] == trainable(model)
    assert content["moving_statistics"] == moving(model)
    for stage in content["stages"]:
        assert stage["name"] in text
    assert f"{content['parameters']:,}" in text
    assert f"{content['stages'][-1]['receptive_field'][0]}" in text
    notes = inspection.notes().splitlines()
    assert notes[0].endswith(f"{moving(model):,}")
    assert "block4, rates 2, 4, 8:" in notes[1] and "unseen (1, 3" in notes[1]
    assert "block3 to block4, rates 1 (6 times), 2, 4, 8:" in notes[2]
    assert "all 41 pixels" in notes[2]
    ratio = content["pyramids"][0]["utilisation_ratio"]
    assert f"aspp: utilisation ratio {ratio:.4f} of 5 x 7" in notes[3]


def test_endless_and_unknown_fields_stay_valid_json():
    class Mystery(layers.Layer):
        def call(self, inputs):
            return keras.ops.flip(inputs, 1)

    image = keras.Input((None, None, 3))
    pooled = layers.GlobalAveragePooling2D(keepdims=True)(image)
    x = layers.Conv2D(1, 1)(pooled)
    model = keras.Model(image, layers.Conv2D(1, 1)(Mystery()(x)))
    inspection = inspect_network(model, 8, 8)
    fields = [
        stage["receptive_field"]
        for stage in json.loads(inspection.to_json())["stages"]
    ]
    assert fields[1] == ["whole image"] * 2 and fields[-1] == [None] * 2
    assert "whole image" in text_of(inspection) and "?" in text_of(inspection)


def test_backbones_without_rates_have_no_coverage():
    config = DeepLabV3Config(
        num_classes=2, backbone=MobileNetV2Config(alpha=0.35), filters=8
    )
    inspection = inspect_network(build_blank(config), 33, 33)
    assert inspection.coverage == ()
    assert "whole image" in text_of(inspection)
