"""`--batch-size auto`: the largest batch that fits, found once for a run."""

import dataclasses
import sys
from pathlib import Path

from deeplab_family.recipes import Recipe
from deeplab_family.recipes.recipe_tree import read_recipe
from input_pipeline import OpenedData


def with_fitting_batch(
    recipe: Recipe, data: OpenedData, workdir: Path
) -> Recipe:
    """The recipe with the largest batch that fits; a run keeps its own.

    Args:
        recipe: what to train.
        data: its data.
        workdir: folder of the run; where one is, its batch is taken.

    Raises:
        ValueError: if no batch fits.
    """
    from deeplab_family.training import WorkDirectory
    from deeplab_family.training.batch_probe import largest_batch

    folder = WorkDirectory(workdir)
    if folder.is_claimed and folder.recipe.exists():
        found = read_recipe(folder.recipe).data.batch_size
        _say(f"This run has a batch of {found}.")
    else:
        _say("Trying how large a batch fits; this takes a minute or more.")
        images = len(data.split(recipe.data.train_split))
        found = largest_batch(
            recipe.with_num_classes(data.spec.num_classes), images, _say
        )
        _say(f"--batch-size {found}")
    batch = dataclasses.replace(recipe.data, batch_size=found)
    return dataclasses.replace(recipe, data=batch)


def _say(line: str):
    print(line, file=sys.stderr, flush=True)
