"""Stages of a run: a recipe of several, its data and its flags."""

import dataclasses
import json
from collections.abc import Mapping, Sequence
from pathlib import Path

from deeplab_family.cli.labeled_data import require_data
from deeplab_family.cli.short_flags import TrainWords, sort_words
from deeplab_family.cli.stage_roots import place_stages
from deeplab_family.cli.stage_words import StageWords
from deeplab_family.cli.train_options import read_options
from deeplab_family.cli.train_source import (
    RUNS,
    is_recipe_word,
    on_folder,
    recipe_called,
    tiny_folder,
    with_named_network,
)
from deeplab_family.recipes import Stage, StagedRecipe
from deeplab_family.recipes.recipe_tree import read_recipe
from deeplab_family.run_folder import RECIPE, find_run, stages_in

FOR_STAGES = """This recipe has the stages {names}. A flag is for all of them,
and with the name of a stage before it for that one alone: --{last}.lr 0.001.
--stages {last} runs some of them, --roots DATASET=FOLDER tells their data."""


@dataclasses.dataclass(frozen=True)
class StagedSource:
    """A recipe of several stages, as the words before the flags name it.

    Attributes:
        recipe: all stages.
        name: of the recipe or of the run, for messages.
        workdir: the folder of the run, where that is what was named.
        data: the word DATA, or "".
        only: names of the stages that the run was last asked for.
    """

    recipe: StagedRecipe
    name: str
    workdir: Path | None = None
    data: str = ""
    only: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the stages, in order."""
        return tuple(stage.name for stage in self.recipe.stages)


def find_staged_source(names: Sequence[str]) -> StagedSource | None:
    """Reads RECIPE and DATA, or the folder of a run in stages.

    Args:
        names: the words before the first flag.

    Returns:
        None for everything else: a recipe of one stage, data, or no such
        thing.

    Raises:
        ValueError: if there are more words than two, or a file holds no
            recipe.
    """
    first, *more = names or ("",)
    if is_recipe_word(first):
        recipe = recipe_called(first)
    elif first and stages_in(first):
        path = Path(first) / RECIPE
        recipe = read_recipe(path)
        if not more:
            only = json.loads(path.read_text(encoding="utf-8")).get("only", ())
            return StagedSource(
                recipe, first, workdir=Path(first), only=tuple(only)
            )
    else:
        return None
    if not isinstance(recipe, StagedRecipe):
        return None
    if len(more) > 1:
        raise ValueError(
            f"train takes RECIPE and DATA. Received: {' '.join(names)}"
        )
    return StagedSource(recipe, first, data=more[0] if more else "")


@dataclasses.dataclass(frozen=True)
class StagedRun:
    """Stages that are ready to train, but for `--epochs`.

    Attributes:
        recipe: all stages, with their data and flags.
        workdir: folder of the run.
        name: of the recipe, for messages.
        only: names of the stages to run; empty for all.
        epochs: values of `--epochs` by the name of a stage.
    """

    recipe: StagedRecipe
    workdir: Path
    name: str
    only: tuple[str, ...]
    epochs: Mapping[str, float]


def read_staged_run(source: StagedSource, words: StageWords) -> StagedRun:
    """The run that words make of a recipe of several stages.

    Raises:
        ValueError: if words contradict each other or name nothing.
        DataError: if a folder of data is not there.
    """
    common = sort_words(list(words.common))
    only = words.only or source.only
    first = next((n for n in source.names if n in (only or source.names)), "")
    flags_of = {
        name: sort_words(words.of(name, name == first)) for name in source.names
    }
    data = _data_word(source, common)
    stages = place_stages(
        source.recipe.stages, data, words.roots, common.dataset
    )
    text = FOR_STAGES.format(
        names=", ".join(source.names), last=source.names[-1]
    )
    read, epochs = [], {}
    for stage in stages:
        flags = dataclasses.replace(flags_of[stage.name], names=common.names)
        read.append(_with_flags(stage, flags, text))
        if flags.epochs is not None:
            epochs[stage.name] = flags.epochs
    return StagedRun(
        recipe=StagedRecipe(stages=tuple(read)),
        workdir=_workdir(source, common, read, words.tiny),
        name=source.name,
        only=only,
        epochs=epochs,
    )


def _data_word(source: StagedSource, common: TrainWords) -> str:
    if source.data and common.root:
        raise ValueError(
            f"{source.data} and --data.root {common.root} both name the data. "
            "Give one of them."
        )
    root = source.data or common.root
    run = find_run(root) if root else None
    if run is not None:
        return run.data.root
    if root:
        require_data(Path(root))
    return root


def _with_flags(stage: Stage, flags: TrainWords, text: str) -> Stage:
    recipe = stage.recipe
    if flags.root:
        recipe = on_folder(recipe, flags.root, flags.dataset)
    recipe = with_named_network(recipe, flags)
    recipe, _ = read_options(recipe, flags, None, of_stage=text)
    return dataclasses.replace(stage, recipe=recipe)


def _workdir(source, common, stages: Sequence[Stage], tiny: bool) -> Path:
    if common.workdir:
        return Path(common.workdir)
    if source.workdir is not None:
        return source.workdir
    if tiny:
        return tiny_folder(source.name)
    place = stages[-1].recipe.data.root
    if not place:
        raise ValueError(
            "--workdir FOLDER is missing, and there is no folder of data to "
            "name it after."
        )
    return RUNS / Path(place).resolve().name
