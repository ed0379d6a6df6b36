"""Selection of stages: which are asked for, which are left to do.

Neither TensorFlow nor Keras is needed to tell.
"""

import dataclasses
import json
from pathlib import Path

from deeplab_family.console.suggestions import did_you_mean
from deeplab_family.recipes import PREVIOUS, Stage, StagedRecipe
from deeplab_family.training.finished_run import find_finished
from deeplab_family.training.resume import Checkpoint
from deeplab_family.training.stages_folder import StagesFolder
from deeplab_family.weights.load import IMAGENET


def select_stages(
    recipe: StagedRecipe, only: tuple[str, ...], workdir: str | Path
) -> StagedRecipe:
    """The recipe in which the stages that are asked for can start.

    A stage that goes on from one that is neither asked for nor finished
    starts from ImageNet weights instead.

    Args:
        recipe: all stages.
        only: names of those to run; empty for all.
        workdir: folder of the run.

    Raises:
        ValueError: if a name is unknown; says what may be meant.
    """
    names = [stage.name for stage in recipe.stages]
    for name in only:
        if name not in names:
            raise ValueError(
                f"--stages {name} is unknown{did_you_mean(name, names)}. The "
                f"stages of this recipe are: {', '.join(names)}."
            )
    if not only:
        return recipe
    folder = StagesFolder(workdir, recipe)
    stages = []
    for stage in recipe.stages:
        before = stages[-1] if stages else None
        goes_on = stage.recipe.train.weights == PREVIOUS
        if goes_on and stage.name in only and before.name not in only:
            stage = _without_stage_before(stage, before, folder)
        stages.append(stage)
    return dataclasses.replace(recipe, stages=tuple(stages))


def chosen_stages(recipe: StagedRecipe, only: tuple[str, ...]):
    """The stages to run, in order."""
    return tuple(s for s in recipe.stages if not only or s.name in only)


def stages_left(
    recipe: StagedRecipe, only: tuple[str, ...], workdir: str | Path
) -> tuple[Stage, ...]:
    """The stages that have something left to do.

    A stage whose folder was removed is not missed once a later one has a
    checkpoint.
    """
    folder = StagesFolder(workdir, recipe)
    chosen = chosen_stages(recipe, only)
    claimed = [s.name for s in chosen if folder.stages[s.name].is_claimed]
    newest = claimed[-1] if claimed else None
    left, passed = [], newest is None
    for stage in chosen:
        passed = passed or stage.name == newest
        gone = not folder.stages[stage.name].is_claimed
        if not passed and gone:
            continue
        if finished(stage, folder) is None:
            left.append(stage)
    return tuple(left)


def finished(stage: Stage, folder: StagesFolder) -> Checkpoint | None:
    """The last checkpoint of a stage that is finished."""
    return find_finished(stage.recipe, folder.stages[stage.name].path)


def _without_stage_before(stage, before, folder) -> Stage:
    """The stage as it began; else from what there is to start from."""
    own = folder.stages[stage.name]
    if own.is_claimed:
        content = json.loads(own.recipe.read_text(encoding="utf-8"))
        weights = content["recipe"]["train"]["weights"]
    else:
        weights = PREVIOUS if finished(before, folder) else IMAGENET
    train = dataclasses.replace(stage.recipe.train, weights=weights)
    recipe = dataclasses.replace(stage.recipe, train=train)
    return dataclasses.replace(stage, recipe=recipe)
