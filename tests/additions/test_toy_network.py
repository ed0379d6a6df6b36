"""A network is one file, its contract, and one line in `models`."""

from __future__ import annotations

import dataclasses
import json

import keras
import pytest

from deeplab_family import layers, models
from deeplab_family.backbones import (
    BackboneConfig,
    ResNetConfig,
)
from deeplab_family.models import ModelConfig
from deeplab_family.recipes.recipe_tree import recipe_of, tree_of
from tests.additions.toy_backbone import ToyBackboneConfig
from tests.contracts.model import ModelContract


@dataclasses.dataclass(frozen=True, kw_only=True)
class ToyNetworkConfig(ModelConfig):
    """A classifier of the backbone's last map, as in FCN-32s.

    Attributes:
        num_classes: int >= 1, or None to leave it open.
        backbone: config of the backbone.
        dropout_rate: before the logits, while training.
    """

    kind = "toy_network"

    num_classes: int | None
    backbone: BackboneConfig = ResNetConfig()
    dropout_rate: float = 0.1

    def __post_init__(self):
        self._check_at_least_one("num_classes")
        self._check_rate("dropout_rate")

    def _build(self, name: str) -> models.SegmentationModel:
        self._require_num_classes()
        images = keras.Input((None, None, 3), name="images")
        x = self.backbone.build()(images)[self.backbone.last_feature]
        x = layers.ClassifierHead(self.num_classes, self.dropout_rate)(x)
        x = layers.ResizeLike(name="logits")([x, images])
        return models.SegmentationModel(images, x, config=self, name=name)


@pytest.fixture(autouse=True)
def exported(export):
    export(ToyBackboneConfig)
    export(ToyNetworkConfig)


class TestToyNetwork(ModelContract):
    learning_rate = 0.5
    config = ToyNetworkConfig(
        num_classes=3,
        backbone=ToyBackboneConfig(output_stride=32),
        dropout_rate=0.0,
    )


def test_is_chosen_by_its_name_and_stored_in_recipes(parsed):
    recipe = parsed(
        "synthetic_mobile --model.dropout-rate 0.2 --data.root streets "
        "--network toy_network --backbone resnet101"
    )
    assert recipe.model == ToyNetworkConfig(
        num_classes=None,
        backbone=ResNetConfig(depth=101, batch_norm_momentum=0.97),
        dropout_rate=0.2,
    )
    assert recipe_of(json.loads(json.dumps(tree_of(recipe)))) == recipe


def test_says_which_backbone_it_does_not_take_and_why(parsed):
    with pytest.raises(ValueError, match="_gcn: ToyNetworkConfig needs"):
        parsed("synthetic_mobile --network toy_network --backbone resnet50_gcn")
