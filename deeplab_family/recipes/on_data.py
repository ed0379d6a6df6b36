"""A recipe on other data than those it was written for."""

import dataclasses
from pathlib import Path

from deeplab_family.recipes.recipe import Recipe
from input_pipeline.datasets.open_dataset import open_dataset
from input_pipeline.datasets.recognize import recognize
from input_pipeline.sampling import Patches

SPLITS = (("train", "val"), ("train_part", "val_part"))
"""What data sets call the two parts, best first."""


def on_data(recipe: Recipe, root: str, dataset: str = "auto") -> Recipe:
    """The recipe, told where its data are.

    What belongs to the recipe's own data set gives way if the data have
    another layout: names of splits, size of evaluation images, number of
    classes, patches of large pictures. Crop, batch, network and schedule stay.

    Args:
        recipe: any.
        root: folder of the data.
        dataset: a key of `DATASETS`, or "auto" for the layout that is there.

    Raises:
        DataError: if there is no such data set.
    """
    name = recognize(Path(root)) if dataset == "auto" else dataset
    if name == recipe.data.dataset:
        data = dataclasses.replace(recipe.data, root=root)
        return dataclasses.replace(recipe, data=data)
    train_split, eval_split = _splits(
        open_dataset(name, root, recipe.data.val_share).splits
    )
    return dataclasses.replace(
        recipe,
        model=dataclasses.replace(recipe.model, num_classes=None),
        data=dataclasses.replace(
            recipe.data,
            dataset=name,
            root=root,
            train_split=train_split,
            eval_split=eval_split,
            eval_size=None,
            patches=Patches(),
        ),
    )


def _splits(there: tuple[str, ...]) -> tuple[str, str]:
    return next(
        (pair for pair in SPLITS if set(pair) <= set(there)), SPLITS[0]
    )
