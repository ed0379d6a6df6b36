"""Recipes that differ from others in a few fields."""

import dataclasses
from collections.abc import Mapping
from typing import Any

from deeplab_family.recipes.recipe import Recipe

NOTHING: Mapping[str, Any] = {}


def with_fields(
    recipe: Recipe,
    model: Mapping[str, Any] = NOTHING,
    data: Mapping[str, Any] = NOTHING,
    train: Mapping[str, Any] = NOTHING,
) -> Recipe:
    """A recipe with some fields of its parts replaced.

    Args:
        recipe: any; it stays as it is.
        model: fields of the network's config, by name.
        data: fields of `DataConfig`, by name.
        train: fields of `TrainConfig`, by name.

    Raises:
        ValueError: if the parts contradict each other then.
    """
    return Recipe(
        model=dataclasses.replace(recipe.model, **model),
        data=dataclasses.replace(recipe.data, **data),
        train=dataclasses.replace(recipe.train, **train),
    )
