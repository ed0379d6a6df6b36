"""Training steps in float32 and bfloat16 by turns; see `precision_probe`."""

import dataclasses
import json
import os
import sys
import time

import keras
import tensorflow as tf

from deeplab_family.recipes import Recipe
from deeplab_family.recipes.recipe_tree import recipe_of
from deeplab_family.training.compiled_model import compile_model
from deeplab_family.training.devices import prepare
from deeplab_family.training.precision_probe import PRECISIONS

BATCH, STEPS = 2, 5


def main():
    """Reads a recipe from standard input, prints the seconds as JSON."""
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "w")
    # Libraries print what they like; that must not look like an answer.
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    recipe = recipe_of(json.loads(sys.stdin.read()))
    steps = {name: _step(recipe, name) for name in PRECISIONS}
    times = {name: [] for name in steps}
    for step in steps.values():
        step()  # traces it
    for _ in range(STEPS):
        for name, step in steps.items():
            begun = time.perf_counter()
            step()
            times[name].append(time.perf_counter() - begun)
    print(json.dumps(times), file=answers, flush=True)


def _step(recipe: Recipe, precision: str):
    """A function that takes one step on made-up images."""
    prepare(recipe.train.seed, precision)
    model = compile_model(_of_any_weights(recipe), resumes=True)
    crop, pictures = recipe.data.crop_size, recipe.data.pictures
    images = tf.zeros((BATCH, *crop, pictures.channels), pictures.dtype)
    labels = tf.zeros((BATCH, *crop), "uint8")

    def step():
        # Both models are there at once, and trace with the policy of theirs.
        keras.config.set_dtype_policy(precision)
        model.train_on_batch(images, labels)

    return step


def _of_any_weights(recipe: Recipe) -> Recipe:
    """Without what needs weights: steps of any others take as long."""
    train = dataclasses.replace(recipe.train, weights="none", freeze=())
    return dataclasses.replace(recipe, train=train)


if __name__ == "__main__":
    main()
