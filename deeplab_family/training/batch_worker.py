"""Training steps on larger and larger batches; see `batch_probe`."""

import dataclasses
import json
import os
import sys
from pathlib import Path

import tensorflow as tf

from deeplab_family.inference.memory_bound import peak_bytes
from deeplab_family.recipes import Recipe
from deeplab_family.recipes.recipe_tree import recipe_of
from deeplab_family.training.batch_probe import FITS
from deeplab_family.training.compiled_model import compile_model
from deeplab_family.training.devices import choose_strategy, prepare
from input_pipeline import DataConfig

SAFE = 0.8
"""Share of the free memory that a run may take: it evaluates as well."""

STEPS = 2


def main():
    """Reads the order from standard input, prints a line for each batch."""
    order = json.loads(sys.stdin.read())
    recipe = recipe_of(order["recipe"])
    prepare(recipe.train.seed, recipe.train.precision)
    strategy = choose_strategy()
    with strategy.scope():
        model = compile_model(_all_trained(recipe), resumes=True)
    has_gpu = bool(tf.config.list_logical_devices("GPU"))
    base, free = peak_bytes(), free_memory()
    batch = first_batch(recipe, strategy.num_replicas_in_sync)
    while True:
        try:
            _train(model, batch, recipe.data)
        except tf.errors.ResourceExhaustedError:
            break
        print(f"{FITS}{batch}", flush=True)
        larger = 2 * batch
        if larger > order["at_most"]:
            break
        taken = (peak_bytes() - base) * larger / batch
        if not has_gpu and taken > SAFE * free:
            break
        batch = larger


def first_batch(recipe: Recipe, replicas: int) -> int:
    """The smallest batch that the recipe can train on.

    Args:
        recipe: its frozen parts tell whether single images will do.
        replicas: int >= 1, devices.
    """
    single = "batch_norm" in recipe.train.freeze
    return replicas if replicas > 1 or single else 2


def free_memory() -> int:
    """Bytes that a process may take; half of all where nobody knows."""
    table = Path("/proc/meminfo")
    if table.exists():
        for line in table.read_text().splitlines():
            if line.startswith("MemAvailable:"):
                return 1024 * int(line.split()[1])
    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 2


def _all_trained(recipe: Recipe) -> Recipe:
    """Without what needs weights: they take the memory of any others."""
    train = dataclasses.replace(recipe.train, weights="none", freeze=())
    data = dataclasses.replace(recipe.data, batch_size=2)
    return dataclasses.replace(recipe, train=train, data=data)


def _train(model, batch: int, data: DataConfig):
    crop, pictures = data.crop_size, data.pictures
    images = tf.zeros((batch, *crop, pictures.channels), pictures.dtype)
    labels = tf.zeros((batch, *crop), "uint8")
    batches = tf.data.Dataset.from_tensors((images, labels)).repeat(STEPS)
    model.fit(batches, verbose=0)


if __name__ == "__main__":
    main()
