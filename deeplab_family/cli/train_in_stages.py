"""`deeplab train` of a recipe in stages: plan, training, what comes next."""

import dataclasses
import sys
from collections.abc import Mapping
from pathlib import Path

from deeplab_family.cli import errors
from deeplab_family.cli.after_training import how_to_go_on, next_commands
from deeplab_family.cli.field_flags import field_flags, naming_flags
from deeplab_family.cli.stage_source import (
    StagedRun,
    StagedSource,
    read_staged_run,
)
from deeplab_family.cli.stage_words import StageWords
from deeplab_family.cli.train_checks import require_start
from deeplab_family.cli.train_plan import staged_plan_text, steps_of
from deeplab_family.console.tf_startup import start_tensorflow
from deeplab_family.recipes import StagedRecipe
from deeplab_family.run_folder import find_run
from deeplab_family.training.workers import Workers
from input_pipeline import OpenedData


def train_in_stages(
    source: StagedSource, words: StageWords, workers: Workers | None = None
) -> int:
    """Trains the stages, or continues where they were stopped.

    Args:
        source: the words before the flags.
        words: all words.
        workers: processes that train in step; None for this one alone.

    Returns:
        The exit status.
    """
    run = read_staged_run(source, words)
    flags = {}
    for stage in run.recipe.stages:
        flags |= field_flags(stage.recipe)
    with naming_flags(flags):
        return _train(run, words.tiny, workers)


def _train(run: StagedRun, tiny: bool, workers: Workers | None) -> int:
    from deeplab_family.training import (
        chosen_stages,
        open_stages,
        select_stages,
        stages_left,
    )

    only, workdir = run.only, run.workdir
    recipe = select_stages(run.recipe, only, workdir)
    if tiny:
        from deeplab_family.cli.rehearsal import rehearse

        recipe = rehearse(recipe, workdir, workers)
    left = stages_left(recipe, only, workdir)
    data = open_stages(left)
    for stage in left:
        require_start(stage.recipe, workdir / stage.name)
    if run.epochs and not tiny:
        recipe = _with_epochs(recipe, run.epochs, data)
        left = stages_left(recipe, only, workdir)
    if not left:
        names = ", ".join(s.name for s in chosen_stages(recipe, only))
        print(f"All stages are finished: {names}.", file=sys.stderr)
        print(_next(workdir))
        return 0
    start_tensorflow(opens_devices=workers is None)
    from deeplab_family.console.progress_lines import ProgressLines
    from deeplab_family.training import (
        choose_strategy,
        describe_devices,
        train_stages,
    )
    from input_pipeline.check.check_progress import watched

    run = dataclasses.replace(run, recipe=recipe)
    others = {"workers": workers} if workers else {}
    choose_strategy(**others)
    print(_plan(run, left, describe_devices(**others)), flush=True)
    try:
        with ProgressLines() as show, watched(show):
            train_stages(recipe, workdir, data=data, only=only, **others)
    except KeyboardInterrupt as stop:
        return errors.stopped(stop, _how_to_go_on(recipe, workdir))
    print(_next(workdir))
    return 0


def _plan(run: StagedRun, left, device: str) -> str:
    from deeplab_family.training import chosen_stages

    return staged_plan_text(
        chosen_stages(run.recipe, run.only),
        {stage.name for stage in left},
        run.name,
        run.workdir,
        device,
    )


def _with_epochs(
    recipe: StagedRecipe,
    epochs: Mapping[str, float],
    data: Mapping[str, OpenedData],
) -> StagedRecipe:
    """The stages in steps; one that is finished is as long as it was."""
    stages = []
    for stage in recipe.stages:
        if stage.name in epochs and stage.name in data:
            steps = steps_of(epochs[stage.name], data[stage.name])
            train = dataclasses.replace(stage.recipe.train, total_steps=steps)
            changed = dataclasses.replace(stage.recipe, train=train)
            stage = dataclasses.replace(stage, recipe=changed)
        stages.append(stage)
    return StagedRecipe(stages=tuple(stages))


def _how_to_go_on(recipe: StagedRecipe, workdir: Path) -> str:
    from deeplab_family.training import WorkDirectory

    folders = [workdir / stage.name for stage in recipe.stages]
    begun = [path for path in folders if WorkDirectory(path).is_claimed]
    every = recipe.stages[0].recipe.train.save_every
    return how_to_go_on(workdir, begun[-1] if begun else workdir, every)


def _next(workdir: Path) -> str:
    run = find_run(workdir)
    return next_commands(workdir, run.path if run else workdir)
