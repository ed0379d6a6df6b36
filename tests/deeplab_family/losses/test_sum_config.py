import dataclasses
import json

import pytest

from deeplab_family.losses import (
    CrossEntropyConfig,
    DiceConfig,
    DiceLoss,
    MaskedCrossEntropy,
    OHEMConfig,
    SumConfig,
    SumOfLosses,
)
from deeplab_family.recipes import RECIPES
from deeplab_family.recipes.component_kinds import with_kinds
from deeplab_family.recipes.recipe_tree import read_recipe, recipe_of, tree_of

BOTH = SumConfig(
    losses=(CrossEntropyConfig(class_weights=(1.0, 2.0)), DiceConfig()),
    factors=(1.0, 0.5),
    label_downsampling="every_nth",
)


def recipe_with(loss):
    recipe = RECIPES["folder_mobile"]()
    train = dataclasses.replace(recipe.train, loss=loss)
    return dataclasses.replace(recipe, train=train)


def test_builds_the_sum_that_it_describes():
    expected = SumOfLosses(
        [MaskedCrossEntropy(class_weights=(1.0, 2.0)), DiceLoss()],
        [1.0, 0.5],
        "every_nth",
    )
    assert BOTH.build().get_config() == expected.get_config()


def test_is_stored_in_recipes_with_the_kinds_of_its_losses():
    recipe = recipe_with(dataclasses.replace(BOTH, label_downsampling=None))
    tree = json.loads(json.dumps(tree_of(recipe)))
    kinds = [part["type"] for part in tree["train"]["loss"]["losses"]]
    assert kinds == ["CrossEntropyConfig", "DiceConfig"]
    assert recipe_of(tree) == recipe


def test_is_read_from_yaml_and_a_wrong_field_is_named(tmp_path):
    file = tmp_path / "recipe.yaml"
    text = """
model: {type: DeepLabV3Config, num_classes: null}
data: {root: photos}
train:
  loss:
    type: SumConfig
    losses:
      - {type: CrossEntropyConfig, label_smoothing: 0.1}
      - {type: DiceConfig}
"""
    file.write_text(text)
    assert read_recipe(file).train.loss == SumConfig(
        losses=(CrossEntropyConfig(label_smoothing=0.1), DiceConfig())
    )
    file.write_text(text.replace("smoothing", "smoothness"))
    with pytest.raises(ValueError, match=r"losses\[0\]` has no field"):
        read_recipe(file)


@pytest.mark.parametrize(
    ("name", "kinds", "factors"),
    [
        ("cross_entropy+dice", (CrossEntropyConfig, DiceConfig), (1.0, 1.0)),
        ("2*ohem+0.5*dice", (OHEMConfig, DiceConfig), (2.0, 0.5)),
    ],
)
def test_is_named_by_its_losses(name, kinds, factors):
    loss = with_kinds(RECIPES["folder_mobile"](), {"--train.loss": name})
    loss = loss.train.loss
    assert tuple(map(type, loss.losses)) == kinds
    assert loss.factors == factors
    assert loss.preset_name == name


def test_a_sum_of_that_name_stays_as_it_is():
    recipe = recipe_with(dataclasses.replace(BOTH, label_downsampling=None))
    again = with_kinds(recipe, {"--train.loss": "cross_entropy+0.5*dice"})
    assert again == recipe


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("cross_entropy+dyce", "--train.loss dyce is unknown.*dice"),
        ("half*ohem+dice", r"cross_entropy\+0\.5\*dice. Received: 'half"),
        ("-1*ohem+dice", "`factors`"),
        ("0*ohem+dice", "`factors`"),
        ("cross_entropy+", "unknown"),
    ],
)
def test_refuses_names_of_no_sum(name, message):
    with pytest.raises(ValueError, match=message):
        with_kinds(RECIPES["folder_mobile"](), {"--train.loss": name})


@pytest.mark.parametrize("name", ["dice", "top_k", "cross_entropy+dice"])
def test_keeps_the_size_of_the_labels_of_the_loss_before(name):
    recipe = RECIPES["folder_duc_hdc"]()
    changed = with_kinds(recipe, {"--train.loss": name})
    assert changed.train.loss.label_downsampling == "every_nth"
    assert dataclasses.replace(changed).train.loss.build() is not None


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"losses": (DiceConfig(),)}, "two or more"),
        ({"losses": (DiceConfig(), BOTH)}, "none of them"),
        ({"losses": (DiceConfig(), "dice")}, "two or more"),
        ({"losses": (DiceConfig(label_downsampling="every_nth"),) * 2}, "sum"),
        ({"factors": (1.0,)}, "`factors` must be 2"),
        ({"label_downsampling": "bilinear"}, "`label_downsampling`"),
    ],
    ids=str,
)
def test_refuses_what_cannot_be_added(fields, message):
    with pytest.raises(ValueError, match=message):
        dataclasses.replace(BOTH, **fields)
