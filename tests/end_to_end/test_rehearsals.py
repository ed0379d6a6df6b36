"""Every recipe, rehearsed: two small steps of each of its stages.

In `make test` on a trunk of a few layers; at the depth of the recipe where the
test is slow.
"""

import csv
import dataclasses

import keras
import numpy as np
import pytest

from deeplab_family.recipes import (
    PREVIOUS,
    RECIPES,
    Stage,
    StagedRecipe,
    stages_of,
)
from deeplab_family.recipes.tiny import tiny
from deeplab_family.training import train_stages
from deeplab_family.training.stand_in_weights import write_stand_in
from input_pipeline import draw_synthetic
from tests.tiny_recipe import tiny_trunk

DEEP = ("voc_gcn",)
"""At the smallest depth in `make test`, too: statistics frozen at batch 1."""


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    """Pictures that hold GALD's least crop."""
    root = tmp_path_factory.mktemp("rehearsals")
    draw_synthetic(root / "streets", train=4, val=1, size=(120, 128))
    return root


def rehearsed(name, home, trunk_of=None, shallow=False):
    """The stages of a tiny recipe, on another trunk if one is given."""
    recipe = tiny(
        RECIPES[name](), str(home / "streets"), "trunk.keras", shallow
    )
    stages = stages_of(name, recipe)
    if trunk_of is None:
        return stages
    return tuple(_on(stage, trunk_of) for stage in stages)


def _on(stage: Stage, trunk_of) -> Stage:
    model = stage.recipe.model
    model = dataclasses.replace(model, backbone=trunk_of(model.backbone))
    recipe = dataclasses.replace(stage.recipe, model=model)
    return dataclasses.replace(stage, recipe=recipe)


def distinct(trunk_of=None):
    """Recipes that differ when they are tiny, each by its first name."""
    found = {}
    for name in RECIPES:
        stages = [s.recipe for s in rehearsed(name, _Nowhere(), trunk_of)]
        found.setdefault(tuple(stages), name)
    return list(found.values())


class _Nowhere:
    def __truediv__(self, name):
        return name


def run(stages, home, folder):
    """Trains, and checks what each stage found."""
    folder.mkdir(exist_ok=True)
    stages = tuple(_with_weights(stage, folder) for stage in stages)
    if len(stages) == 1:
        train_stages(stages[0].recipe, folder)
        places = [folder]
    else:
        train_stages(StagedRecipe(stages=stages), folder)
        places = [folder / stage.name for stage in stages]
    for place in places:
        (row,) = csv.DictReader((place / "history.csv").open())
        assert row["step"] == "2"
        # Nine classes that an untrained head cannot tell apart.
        assert 0.3 * np.log(9) < float(row["loss"]) < 4 * np.log(9), place
        assert (place / "best.keras").exists()


def _with_weights(stage: Stage, folder) -> Stage:
    train = stage.recipe.train
    if train.weights in ("none", PREVIOUS):
        return stage
    path = folder / "trunk.keras"
    if not path.exists():
        images = np.random.default_rng(0).integers(0, 256, (4, 64, 64, 3))
        trunk = stage.recipe.model.backbone
        write_stand_in(trunk, images.astype("float32"), path)
        keras.utils.clear_session()
    recipe = dataclasses.replace(
        stage.recipe, train=dataclasses.replace(train, weights=str(path))
    )
    return dataclasses.replace(stage, recipe=recipe)


@pytest.mark.parametrize("name", distinct(tiny_trunk))
def test_on_a_trunk_of_a_few_layers(name, home, tmp_path):
    run(rehearsed(name, home, tiny_trunk), home, tmp_path / "run")


@pytest.mark.parametrize("name", DEEP)
def test_at_the_smallest_depth(name, home, tmp_path):
    run(rehearsed(name, home, shallow=True), home, tmp_path / "run")


@pytest.mark.slow
@pytest.mark.parametrize("name", distinct())
def test_at_its_own_depth(name, home, tmp_path):
    run(rehearsed(name, home), home, tmp_path / "run")
