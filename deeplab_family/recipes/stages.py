"""Stages of a recipe: trainings in a row that hand their weights on."""

import dataclasses
import re

from deeplab_family.recipes.recipe import Recipe

PREVIOUS = "previous"
"""As `train.weights`: those that the stage before ended with."""

NAME = re.compile(r"[a-z][a-z0-9_]*")


@dataclasses.dataclass(frozen=True, kw_only=True)
class Stage:
    """Stage: one training of several.

    Attributes:
        name: of its folder in the work directory; small letters, digits and
            "_".
        recipe: what it trains on what, and how. Its `train.weights` may be
            `PREVIOUS`.
    """

    name: str
    recipe: Recipe

    def __post_init__(self):
        if not isinstance(self.name, str) or not NAME.fullmatch(self.name):
            raise ValueError(
                "`name` of a stage must be small letters, digits and '_', a "
                f"letter first. Received: {self.name!r}"
            )


@dataclasses.dataclass(frozen=True, kw_only=True)
class StagedRecipe:
    """Trainings in the order in which they run.

    A stage may change anything: data, crop, output stride, what is frozen,
    loss, schedule, batch. Its network takes what fits of the weights that it
    starts from.

    Attributes:
        stages: two or more, each with another name.
    """

    stages: tuple[Stage, ...]

    def __post_init__(self):
        names = [stage.name for stage in self.stages]
        if len(names) < 2 or len(set(names)) < len(names):
            raise ValueError(
                "`stages` must be two or more with names of their own. "
                f"Received: {names}"
            )
        if self.stages[0].recipe.train.weights == PREVIOUS:
            raise ValueError(
                "`train.weights` of the first stage must be 'none', "
                "'imagenet' or a file: no stage is before it. Received: "
                f"{PREVIOUS!r}"
            )


def stages_of(name: str, recipe: Recipe | StagedRecipe) -> tuple[Stage, ...]:
    """The stages of any recipe; a plain one is a single stage.

    Args:
        name: of the recipe, for its only stage.
        recipe: any.
    """
    if isinstance(recipe, StagedRecipe):
        return recipe.stages
    return (Stage(name=name, recipe=recipe),)
