import dataclasses
import functools

import keras
import numpy as np
import pytest

from deeplab_family.recipes import RECIPES, stages_of
from deeplab_family.training.compiled_model import compile_model
from input_pipeline import open_dataset, train_batches
from tests.tiny_recipe import small

# The whole, as users have it.
pytestmark = pytest.mark.usefixtures("grappler")

STEPS = 5
# A phone's backbone; contracts see every network learn, and the rehearsals take
# two steps on a server's.
QUICK = ("folder_lite",)


STAGES = {
    f"{name}/{stage.name}": stage.recipe
    for name, make in RECIPES.items()
    for stage in stages_of(name, make())
}


@pytest.mark.parametrize(
    "name",
    [
        pytest.param(
            name, marks=() if name.split("/")[0] in QUICK else pytest.mark.slow
        )
        for name in STAGES
    ],
)
def test_the_loss_falls_with(name, streets):
    losses = losses_on_one_batch(of_any_length(small(STAGES[name], streets)))
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
