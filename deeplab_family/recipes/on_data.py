"""A recipe on other data than those it was written for."""

import dataclasses
from pathlib import Path

from deeplab_family.recipes.recipe import Recipe
from input_pipeline.data_config import DataConfig
from input_pipeline.datasets.recognize import recognize
from input_pipeline.sampling import Patches

SPLITS = (("train", "val"), ("train_part", "val_part"))
"""What data sets call the two parts, best first."""

OPEN = ("folder", "records")
"""Layouts that hold any classes and any splits."""

READ_ALIKE = {
    "mapillary_cityscapes": "mapillary",
    "mapillary_cityscapes_broad": "mapillary",
}
"""Layouts that no folder shows, since it shows another with its own classes."""


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
    if dataset == "auto" and READ_ALIKE.get(recipe.data.dataset) == name:
        name = recipe.data.dataset
    data = dataclasses.replace(recipe.data, root=root)
    is_own = name == recipe.data.dataset
    if is_own and name not in OPEN:
        return dataclasses.replace(recipe, data=data)
    data = _with_splits(dataclasses.replace(data, dataset=name))
    if not is_own:
        data = dataclasses.replace(data, eval_size=None, patches=Patches())
    model = dataclasses.replace(recipe.model, num_classes=None)
    return dataclasses.replace(recipe, model=model, data=data)


def _with_splits(data: DataConfig) -> DataConfig:
    """Splits that are there, the named ones if possible."""
    there = set(data.open().splits)
    if {data.train_split, data.eval_split} <= there:
        return data
    train, judge = next(
        (pair for pair in SPLITS if set(pair) <= there), SPLITS[0]
    )
    return dataclasses.replace(data, train_split=train, eval_split=judge)
