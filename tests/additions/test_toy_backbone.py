"""A backbone is one file, its contract, and one line in `backbones`."""

import json

import keras
import numpy as np
import pytest

from deeplab_family.models import DeepLabV3Config
from deeplab_family.recipes.recipe_tree import recipe_of, tree_of
from tests.additions.toy_backbone import ToyBackboneConfig
from tests.contracts.backbone import BackboneContract


@pytest.fixture(autouse=True)
def exported(export):
    export(ToyBackboneConfig)


class TestToyBackbone(BackboneContract):
    config = ToyBackboneConfig()


@pytest.mark.parametrize(
    "flags",
    [
        "--model.backbone toy_backbone --model.backbone.width 6",
        "--model.backbone.width 6 --model.backbone toy_backbone",
        "--backbone toy_backbone --model.backbone.width 6 --output-stride 16",
    ],
)
def test_is_chosen_by_its_name_and_stored_in_recipes(flags, parsed):
    recipe = parsed(f"synthetic_mobile --data.root streets {flags}")
    assert recipe.model.backbone == ToyBackboneConfig(
        width=6, output_stride=16, batch_norm_momentum=0.97
    )
    assert recipe.model.kind == "deeplabv3plus"
    assert recipe_of(json.loads(json.dumps(tree_of(recipe)))) == recipe


def test_a_network_on_it_survives_its_file(tmp_path):
    config = DeepLabV3Config(
        num_classes=3, backbone=ToyBackboneConfig(output_stride=8), filters=4
    )
    model = config.build()
    model.save(tmp_path / "model.keras")
    revived = keras.saving.load_model(tmp_path / "model.keras")
    assert revived.config == config
    images = np.random.default_rng(0).uniform(0, 255, (1, 17, 23, 3))
    np.testing.assert_array_equal(revived(images), model(images))
