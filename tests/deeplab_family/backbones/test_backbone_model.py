import keras
import numpy as np
import pytest

from deeplab_family.backbones import BackboneModel, ResNetConfig
from deeplab_family.weights import Receipt, WeightsError
from tests.build_blank import build_blank
from tests.randomize import randomize
from tests.small_backbone import SmallBackboneConfig

RECEIPT = Receipt(
    source="torchvision ResNet",
    file="resnet50.pth",
    sha256="0676ba61",
    matched=("stem/conv", "stem/bn"),
    skipped=("fc.weight",),
)


def test_a_file_keeps_answers_config_and_receipt(tmp_path):
    model = randomize(BackboneModel.of(SmallBackboneConfig(output_stride=32)))
    model.weights_receipt = RECEIPT
    model.save(tmp_path / "backbone.keras")
    loaded = keras.saving.load_model(tmp_path / "backbone.keras")
    assert loaded.backbone == SmallBackboneConfig(output_stride=32)
    assert loaded.weights_receipt == RECEIPT
    images = np.random.default_rng(0).uniform(0, 255, (1, 33, 41, 3))
    before, after = model(images), loaded(images)
    assert list(before) == list(after) == ["res2", "res3", "res4", "res5"]
    for key in before:
        np.testing.assert_array_equal(before[key], after[key])


def test_its_weights_fill_no_backbone_of_another_function(tmp_path):
    """Same shapes; the stride of a block sits on another convolution."""
    path = tmp_path / "v15.keras"
    v15 = ResNetConfig(output_stride=32, stride_placement="3x3")
    build_blank(Building(lambda: BackboneModel.of(v15))).save(path)
    other = ResNetConfig(output_stride=32)
    with pytest.raises(WeightsError, match="stride_placement='3x3'"):
        build_blank(Building(lambda: other.build(weights=path)))


class Building:
    """A `build` without a config."""

    def __init__(self, build):
        self.build = build
