import csv
import dataclasses
import functools
import json

import keras
import numpy as np
import pytest

from deeplab_family.recipes import RECIPES
from deeplab_family.training import train
from deeplab_family.training.compiled_model import compile_model
from input_pipeline import open_dataset, train_batches
from tests.tiny_recipe import small, tiny

STEPS = 5
SPECIAL = ("cityscapes_galdnet", "cityscapes_duc_hdc")
# A phone's trunk and a server's; contracts see every network learn.
QUICK = ("folder_lite", "cityscapes_deeplabv3")


@pytest.mark.parametrize(
    "name",
    [
        name if name in QUICK else pytest.param(name, marks=pytest.mark.slow)
        for name in RECIPES
    ],
)
def test_the_loss_falls_with(name, streets):
    losses = losses_on_one_batch(of_any_length(small(RECIPES[name](), streets)))
    assert np.isfinite(losses).all()
    assert losses[-1] < losses[0]


def of_any_length(recipe):
    """Recipes that differ in their numbers of steps alone become equal."""
    run = dataclasses.replace(
        recipe.train, total_steps=1000, eval_every=1, save_every=1
    )
    return dataclasses.replace(recipe, train=run)


@functools.cache
def losses_on_one_batch(recipe):
    """Before each of some steps on it; without the decay of weights."""
    spec = open_dataset(recipe.data.dataset, recipe.data.root).spec
    recipe = recipe.with_num_classes(spec.num_classes)
    images, labels = next(iter(train_batches(recipe.data)))
    keras.utils.set_random_seed(0)
    model = compile_model(recipe)
    losses = []
    for _ in range(STEPS):
        decay = sum(map(float, model.losses))
        losses.append(float(model.train_on_batch(images, labels)) - decay)
    return losses


def distinct_when_tiny():
    """Equal ones once; in the quick run the two that train otherwise.

    One has a second head while it trains, the other logits that are not
    upsampled.
    """
    names = {tiny(make(), "root"): name for name, make in RECIPES.items()}
    special = {tiny(RECIPES[name](), "root") for name in SPECIAL}
    return [
        pytest.param(name, marks=() if kind in special else pytest.mark.slow)
        for kind, name in names.items()
    ]


@pytest.mark.parametrize("name", distinct_when_tiny())
def test_a_narrow_network_of_the_kind_passes_two_steps_of(
    name, streets, tmp_path
):
    train(tiny(RECIPES[name](), streets), tmp_path)
    (row,) = csv.DictReader((tmp_path / "history.csv").open())
    assert row["step"] == "2"
    # Nine classes that a fresh network cannot tell apart.
    assert 0.5 * np.log(9) < float(row["loss"]) < 3 * np.log(9)
    scores = json.loads((tmp_path / "scores.json").read_text())
    score = pytest.approx(float(row["val_mean_iou"]), abs=1e-6)
    assert scores["mean_iou"] == score
