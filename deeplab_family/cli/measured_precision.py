"""`--train.precision auto`: float32 or bfloat16, measured once for a run."""

import dataclasses
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from deeplab_family.recipes import Recipe
from deeplab_family.recipes.recipe_tree import read_recipe
from input_pipeline import OpenedData

if TYPE_CHECKING:
    from deeplab_family.precision_choice import PrecisionChoice


def with_measured_precision(
    recipe: Recipe, data: OpenedData, workdir: Path
) -> tuple[Recipe, "PrecisionChoice | None"]:
    """The recipe in the quicker precision; a run keeps its own.

    Args:
        recipe: what to train.
        data: its data.
        workdir: folder of the run; where one is, its precision is taken.

    Returns:
        The recipe, and what was measured; None for a run that goes on.
    """
    from deeplab_family.training import WorkDirectory
    from deeplab_family.training.precision_probe import choose_precision

    choice = None
    folder = WorkDirectory(workdir)
    if folder.is_claimed and folder.recipe.exists():
        found = read_recipe(folder.recipe).train.precision
        _say(f"This run trains in {found}.")
    else:
        _say("Trying which precision is quicker; this takes a minute.")
        choice = choose_precision(
            recipe.with_num_classes(data.spec.num_classes)
        )
        found = choice.precision
        _say(f"--train.precision {found}: {choice.reason}")
    train = dataclasses.replace(recipe.train, precision=found)
    return dataclasses.replace(recipe, train=train), choice


def _say(line: str):
    print(line, file=sys.stderr, flush=True)
