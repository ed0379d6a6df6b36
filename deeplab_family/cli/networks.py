"""Networks as the command line takes them: recipes and `.keras` files."""

from pathlib import Path

import keras

from deeplab_family.cli.models import load_keras_model
from deeplab_family.recipes import RECIPES


def load_network(name: str, num_classes: int) -> keras.Model:
    """The network of a recipe, with fresh weights, or that of a file.

    Args:
        name: of a recipe, or of a `.keras` file.
        num_classes: for recipes that leave the number to the data set.

    Raises:
        ValueError: if it is neither, or the file cannot be loaded.
    """
    if name in RECIPES:
        recipe = RECIPES[name]()
        if recipe.model.num_classes is None:
            recipe = recipe.with_num_classes(num_classes)
        return recipe.model.build()
    if Path(name).suffix != ".keras":
        raise ValueError(
            f"{name} is neither a recipe nor a .keras file, whose layers can "
            f"be looked at. Recipes are: {', '.join(RECIPES)}."
        )
    return load_keras_model(Path(name))
