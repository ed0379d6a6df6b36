import dataclasses
import json
from pathlib import Path

import pytest

from deeplab_family.backbones import ResNetConfig
from deeplab_family.cli.short_flags import sort_words
from deeplab_family.cli.train_source import find_source
from deeplab_family.models import DeepLabV3PlusConfig
from deeplab_family.recipes import RECIPES
from deeplab_family.recipes.recipe_tree import tree_of


def source(*words):
    return find_source(sort_words([str(word) for word in words]))


def test_data_alone_get_a_recipe_and_a_folder_for_the_run(streets):
    found = source(streets)
    assert found.workdir == Path("runs") / streets.name
    assert found.recipe.data.root == str(streets)
    assert found.recipe.data.dataset == "folder"
    # The drawn pictures have 48 x 64 pixels.
    assert found.recipe.data.crop_size == (49, 65)


@pytest.fixture
def no_packages(monkeypatch):
    """No package of weights is installed."""
    monkeypatch.setattr(
        "deeplab_family.weights.published_file._installed", lambda *_: None
    )


def test_without_the_package_data_alone_get_fresh_weights(streets, no_packages):
    assert source(streets).recipe.train.weights == "none"
    assert source("folder_lite", streets).recipe.train.weights == "imagenet"
    flags = source(streets, "--backbone", "resnet50_gcn", "--network", "gcn")
    assert flags.recipe.train.weights == "none"


def test_a_run_that_began_without_weights_goes_on_so(
    streets, tmp_path, monkeypatch
):
    monkeypatch.setattr(
        "deeplab_family.weights.published_file._installed",
        lambda *_: tmp_path / "lite0.pth",
    )
    assert source(streets).recipe.train.weights == "imagenet"
    recipe = source(streets).recipe
    fresh = dataclasses.replace(recipe.train, weights="none")
    (tmp_path / "recipe.json").write_text(
        json.dumps(
            {"recipe": tree_of(dataclasses.replace(recipe, train=fresh))}
        )
    )
    again = source(streets, "--workdir", tmp_path)
    assert again.recipe.train.weights == "none"


def test_data_are_named_by_their_place_or_by_the_flag(streets):
    by_place = source("voc_deeplabv3", streets)
    by_flag = source("voc_deeplabv3", "--data.root", streets)
    assert by_place == by_flag
    assert by_place.recipe.model == RECIPES["voc_deeplabv3"]().with_num_classes(
        21
    ).model.__class__(
        num_classes=None, backbone=ResNetConfig(depth=101, output_stride=16)
    )


def test_network_and_backbone_are_chosen_by_name(streets):
    recipe = source(
        streets, "--network", "deeplabv3plus", "--backbone", "resnet50"
    ).recipe
    assert isinstance(recipe.model, DeepLabV3PlusConfig)
    assert recipe.model.backbone.depth == 50
    backbone = source(streets, "--backbone", "resnet101").recipe.model.backbone
    assert backbone.depth == 101


def test_another_network_leaves_small_labels_behind(streets):
    recipe = source("folder_duc_hdc", streets, "--network", "gcn").recipe
    assert recipe.train.loss.label_downsampling is None


def test_a_file_stands_for_its_recipe(streets, tmp_path):
    recipe = source(streets).recipe
    path = tmp_path / "mine.json"
    path.write_text(json.dumps(tree_of(recipe)))
    found = source(path)
    assert (found.recipe, found.workdir) == (recipe, Path("runs/streets"))


def test_the_folder_of_a_run_stands_for_all_it_was_started_with(
    streets, tmp_path
):
    recipe = source(streets).recipe
    (tmp_path / "recipe.json").write_text(
        json.dumps({"recipe": tree_of(recipe)})
    )
    found = source(tmp_path)
    assert (found.recipe, found.workdir) == (recipe, tmp_path)
    data = dataclasses.replace(recipe.data, eval_split="train")
    (tmp_path / "recipe.json").write_text(
        json.dumps({"recipe": tree_of(dataclasses.replace(recipe, data=data))})
    )
    again = source("voc_gcn", tmp_path).recipe.data
    assert (again.root, again.eval_split) == (str(streets), "train")


def test_the_recipe_of_a_run_leaves_its_classes_behind(streets, tmp_path):
    recipe = source(streets).recipe.with_num_classes(31)
    path = tmp_path / "recipe.json"
    path.write_text(json.dumps({"recipe": tree_of(recipe)}))
    assert source(path, streets).recipe.model.num_classes is None


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ((), "a RECIPE or DATA is missing.*before the flags"),
        (("./none/photos",), "there is no folder ./none/photos"),
        (("voc_deeplabv4",), "perhaps you meant 'voc_deeplabv3'"),
        (("mobile_mask_rcn", "DATA"), "perhaps you meant 'mobile_mask_rcnn'"),
        (("voc_deeplabv4", "there"), "unknown recipe 'voc_deeplabv4'; perhaps"),
        (("voc_gcn", "missing"), "no folder missing"),
        (("voc_gcn", "there", "more"), "RECIPE and DATA, or one"),
        (("there", "--data.root", "there"), "both name the data"),
        (("model.keras",), "is a file.*train.weights"),
        (("missing.json",), "missing.json"),
    ],
)
def test_words_that_name_nothing_are_explained(
    words, message, tmp_path, monkeypatch
):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "there").mkdir()
    (tmp_path / "model.keras").touch()
    with pytest.raises((ValueError, OSError), match=message):
        source(*words)
