"""Networks as the command line takes them: recipes, `.keras` files, runs."""

import dataclasses

import keras

from deeplab_family.cli.network_words import require_network
from deeplab_family.inference import load_keras_model
from deeplab_family.models import AuxiliaryTraining
from deeplab_family.recipes import RECIPES, stages_of


def load_network(name: str, num_classes: int) -> keras.Model:
    """The network of a recipe, with fresh weights, or that of a file.

    A recipe of several stages stands for its last one.

    It is the one that serves: auxiliary heads are left out, and logits have
    the size of the image even where a recipe trains on smaller ones.

    Args:
        name: of a recipe, of a `.keras` file, or of the folder of a run.
        num_classes: for recipes that leave the number to the data set.

    Raises:
        ValueError: if it is neither, or the file cannot be loaded.
    """
    if name in RECIPES:
        recipe = stages_of(name, RECIPES[name]())[-1].recipe
        if recipe.model.num_classes is None:
            recipe = recipe.with_num_classes(num_classes)
        return _full_size(recipe.model).build()
    model = load_keras_model(require_network(name))
    return model.network if isinstance(model, AuxiliaryTraining) else model


def _full_size(config):
    if getattr(config, "upsample_logits", True):
        return config
    return dataclasses.replace(config, upsample_logits=True)
