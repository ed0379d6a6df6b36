"""Every recipe, rehearsed: two small steps of each of its stages.

In `make test` each stage alone, on a backbone of a few layers; as a chain, at
the depth of the recipe, where the test is slow.
"""

import csv
import dataclasses
import functools

import keras
import numpy as np
import pytest

from deeplab_family.photographs.reading import read_image
from deeplab_family.recipes import (
    PREVIOUS,
    RECIPES,
    Stage,
    StagedRecipe,
    stages_of,
)
from deeplab_family.recipes.changed_fields import with_fields
from deeplab_family.recipes.tiny import tiny
from deeplab_family.training import compile_model, train_stages
from deeplab_family.training.stand_in_weights import write_stand_in
from input_pipeline import draw_synthetic, train_batches
from tests.tiny_recipe import tiny_backbone

STREETS, BACKBONE = "streets", "backbone.keras"
CLASSES = 9
# Nine classes that an untrained head cannot tell apart.
LEAST, MOST = 0.3 * np.log(CLASSES), 4 * np.log(CLASSES)


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    """Pictures that hold GALD's least crop."""
    root = tmp_path_factory.mktemp("rehearsals")
    draw_synthetic(root / STREETS, train=4, val=1, size=(120, 128))
    return root


def rehearsed(name, shallow=False):
    """The stages of a tiny recipe, their files not placed yet."""
    return stages_of(name, tiny(RECIPES[name](), STREETS, BACKBONE, shallow))


def alone(recipe):
    """A stage by itself, on the smallest backbone."""
    train = recipe.train
    weights = BACKBONE if train.weights == PREVIOUS else train.weights
    return with_fields(
        recipe,
        model={"backbone": tiny_backbone(recipe.model.backbone)},
        train={"weights": weights},
    )


def distinct_stages():
    """Stages that differ when they are tiny, each by its first name."""
    found = {}
    for name in RECIPES:
        for stage in rehearsed(name):
            found.setdefault(alone(stage.recipe), f"{name}/{stage.name}")
    return [pytest.param(r, id=name) for r, name in found.items()]


def distinct_chains():
    found = {}
    for name in RECIPES:
        chain = tuple(stage.recipe for stage in rehearsed(name))
        found.setdefault(chain, name)
    return list(found.values())


def placed(recipe, home):
    """Its pictures and weights where they are; the backbone's are made."""
    mix = recipe.data.mix
    roots = tuple(str(home / root) for root in mix.roots)
    data = {
        "root": str(home / STREETS),
        "mix": dataclasses.replace(mix, roots=roots),
        "check": False,
    }
    if recipe.train.weights != BACKBONE:
        return with_fields(recipe, data=data)
    backbone = recipe.model.backbone
    path = home / f"{abs(hash(backbone))}.keras"
    if not path.exists():
        write_stand_in(backbone, pictures(home), path)
    return with_fields(recipe, data=data, train={"weights": str(path)})


def pictures(home):
    """Those of the run, as a backbone's statistics must fit what it sees.

    Pictures of noise are all alike to a deep backbone: with their statistics
    the last map of a ResNet-152 had a mean of 785 on these, and not of 1.
    """
    paths = sorted((home / STREETS / "images" / "train").iterdir())
    return np.stack([read_image(path) for path in paths]).astype("float32")


def two_losses(recipe, run_eagerly=False):
    """Of its first two batches, without the decay of weights."""
    keras.utils.clear_session()
    keras.utils.set_random_seed(0)
    model = compile_model(recipe.with_num_classes(CLASSES))
    model.run_eagerly = run_eagerly
    losses = []
    for images, labels in two_batches(recipe.data):
        decay = sum(map(float, model.losses))
        losses.append(float(model.train_on_batch(images, labels)) - decay)
    return losses


@functools.cache
def two_batches(config):
    """Drawn once for all stages that differ in the network alone."""
    return [*train_batches(config).take(2).as_numpy_iterator()]


@pytest.mark.parametrize("recipe", distinct_stages())
def test_two_steps_on_a_backbone_of_a_few_layers(recipe, home):
    """Without a graph, which takes longer to trace than two steps."""
    losses = two_losses(placed(recipe, home), run_eagerly=True)
    assert len(losses) == 2
    assert all(LEAST < loss < MOST for loss in losses), losses


def test_two_steps_at_the_smallest_depth_with_frozen_statistics(home):
    """Batches of one: fresh statistics made them NaN at the second."""
    (stage,) = rehearsed("voc_gcn", shallow=True)
    assert stage.recipe.train.freeze and stage.recipe.data.batch_size == 1
    losses = two_losses(placed(stage.recipe, home))
    assert all(LEAST < loss < MOST for loss in losses), losses


@pytest.mark.slow
@pytest.mark.parametrize("name", distinct_chains())
def test_the_chain_at_its_own_depth(name, home, tmp_path):
    stages = tuple(
        Stage(name=stage.name, recipe=placed(stage.recipe, home))
        for stage in rehearsed(name)
    )
    places = [tmp_path / stage.name for stage in stages]
    recipe = StagedRecipe(stages=stages) if len(stages) > 1 else None
    if recipe is None:
        recipe, places = stages[0].recipe, [tmp_path]
    train_stages(recipe, tmp_path)
    for place in places:
        (row,) = csv.DictReader((place / "history.csv").open())
        assert row["step"] == "2"
        assert LEAST < float(row["loss"]) < MOST, place
        assert (place / "best.keras").exists()
