"""`deeplab train` of a task other than segmentation: RECIPE DATA, or a run.

The command is that of segmentation: so are the flags, the folder of the run and
the way to go on. What a task adds is a `TaskCommand`.
"""

import dataclasses
import json
import math
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, ClassVar

from deeplab_family.cli import errors
from deeplab_family.cli.after_training import how_to_go_on
from deeplab_family.cli.field_flags import field_flags, naming_flags
from deeplab_family.cli.short_flags import TrainWords, sort_words
from deeplab_family.cli.stage_words import sort_by_stage
from deeplab_family.cli.train_options import read_options
from deeplab_family.cli.train_source import (
    RUNS,
    is_recipe_file,
    tiny_folder,
)
from deeplab_family.console.tf_startup import start_tensorflow
from deeplab_family.recipes.component_kinds import with_kinds
from deeplab_family.recipes.recipe_tree import read_recipe
from deeplab_family.run_folder import RECIPE
from deeplab_family.training.workers import Workers


@dataclasses.dataclass(frozen=True)
class TaskSource:
    """A task's recipe, as the words before the flags name it.

    Attributes:
        recipe: with its data, where they were named.
        workdir: folder of the run unless a flag says otherwise; None if
            nothing tells one.
        name: of the recipe, its file or the folder of a run.
    """

    recipe: Any
    workdir: Path | None
    name: str


class TaskCommand:
    """`deeplab train` of one task; a subclass says what differs.

    Attributes:
        noun: what is trained, such as "classifier".
        recipe_type: dataclass of its recipes.
        models: names of the configs of its networks, as recipes have them.
        recipes: its recipes by name.
        of_pixels: flags that only segmentation has.
        note: of the help, on DATA and the loss.
        example: a whole command.
    """

    noun: ClassVar[str]
    recipe_type: ClassVar[type]
    models: ClassVar[tuple[str, ...]]
    recipes: ClassVar[dict[str, Callable[[], Any]]]
    of_pixels: ClassVar[tuple[str, ...]]
    note: ClassVar[str]
    example: ClassVar[str]

    def open(self, config):
        """The data of a config, opened without TensorFlow."""
        raise NotImplementedError

    def rehearse(self, recipe, workdir: Path, workers: Workers | None):
        """The tiny recipe, with its pictures and weights in the folder."""
        raise NotImplementedError

    def fit(self, recipe, workdir: Path, data, workers: Workers | None):
        """Trains."""
        raise NotImplementedError

    def plan(self, recipe, data, workdir: Path) -> Sequence[tuple]:
        """Training plan: rows of head, text and flag."""
        raise NotImplementedError

    def next_commands(self, recipe, workdir: Path) -> str:
        """Next commands for a finished run."""
        raise NotImplementedError

    def check_words(self, words: TrainWords, workers: Workers | None) -> None:
        """Refuses flags that the task has not.

        Raises:
            ValueError: names the flag.
        """
        for flag in self.of_pixels:
            given = flag in words.flags or flag in words.kinds
            if given or (flag == "--network" and words.network):
                raise ValueError(
                    f"{flag} is a flag of segmentation; a {self.noun} has "
                    "none. Its backbone is --backbone NAME."
                )

    def find(self, names: Sequence[str]) -> TaskSource | None:
        """Reads RECIPE and DATA, or the folder of a run, if it is this task's.

        Args:
            names: the words before the first flag.

        Returns:
            None for everything else.

        Raises:
            ValueError: if there are more words than two, DATA is no folder,
                or a file holds no recipe.
        """
        first, *more = names or ("",)
        run = Path(first) if self._is_ours(Path(first) / RECIPE) else None
        if run is not None and not more:
            return TaskSource(self._read(run / RECIPE), run, first)
        recipe = self._named(first)
        if recipe is None:
            return None
        if len(more) > 1:
            raise ValueError(
                f"train takes RECIPE and DATA. Received: {' '.join(names)}"
            )
        if not more:
            return TaskSource(recipe, None, first)
        root = more[0]
        if not Path(root).is_dir():
            raise ValueError(f"there is no folder {root}: DATA is a data set.")
        recipe = _with(recipe, "data", root=root)
        return TaskSource(recipe, RUNS / Path(root).resolve().name, first)

    def run(
        self,
        source: TaskSource,
        words: list[str],
        workers: Workers | None = None,
    ) -> int:
        """Trains, or continues a stopped run.

        Args:
            source: what the words before the flags name.
            words: all that stands behind `train`.
            workers: processes that train in step; None for this one alone.

        Returns:
            The exit status.

        Raises:
            ValueError: if a flag is none of the task's.
        """
        words = sort_by_stage(words, ())
        recipe, workdir, data = self.read_words(
            source, sort_words(list(words.common)), words.tiny, workers
        )
        with naming_flags(field_flags(recipe)):
            return self._train(recipe, data, workdir, workers)

    def read_words(
        self,
        source: TaskSource,
        words: TrainWords,
        tiny: bool = False,
        workers: Workers | None = None,
    ):
        """Recipe, folder of the run and the data, as the flags change them."""
        self.check_words(words, workers)
        kinds = dict(words.kinds)
        if words.backbone:
            kinds["--model.backbone"] = words.backbone
        recipe = with_kinds(source.recipe, kinds)
        if recipe.model.backbone is not source.recipe.model.backbone:
            recipe = _undilated(recipe)
        folder = tiny_folder(source.name) if tiny else source.workdir
        recipe, workdir = read_options(
            recipe, dataclasses.replace(words, kinds={}), folder, self.note
        )
        if tiny:
            recipe = self.rehearse(recipe, workdir, workers)
        if not recipe.data.root or workdir is None:
            missing = "DATA" if not recipe.data.root else "--workdir FOLDER"
            raise ValueError(
                f"{missing} is missing. For example: {self.example}"
            )
        data = self.open(recipe.data)
        if words.epochs is not None and not tiny:
            images = len(data.split(recipe.data.train_split))
            steps = math.ceil(words.epochs * images / recipe.data.batch_size)
            recipe = _with(recipe, "train", total_steps=max(1, steps))
        return recipe, workdir, data

    def _train(self, recipe, data, workdir: Path, workers) -> int:
        if self._is_finished(recipe, workdir):
            return 0
        plan = "\n".join(
            f"{head:9}{what:44} {flag}".rstrip()
            for head, what, flag in self.plan(recipe, data, workdir)
        )
        start_tensorflow(opens_devices=workers is None)
        from deeplab_family.training import choose_strategy, describe_devices

        choose_strategy(workers=workers)
        print(f"{plan}\ndevice   {describe_devices(workers)}", flush=True)
        try:
            self.fit(recipe, workdir, data, workers)
        except KeyboardInterrupt as stop:
            return errors.stopped(stop, how_to_go_on(workdir, workdir))
        print(self.next_commands(recipe, workdir))
        return 0

    def _is_finished(self, recipe, workdir: Path) -> bool:
        """Whether nothing is left to do; says so, without TensorFlow."""
        from deeplab_family.training import find_finished, finished_line

        finished = find_finished(recipe, workdir)
        if finished is None:
            return False
        print(finished_line(recipe.train, finished.state), file=sys.stderr)
        print(self.next_commands(recipe, workdir))
        return True

    def _named(self, first: str):
        """The recipe of a name, an experiment or a file; None if not ours."""
        from deeplab_family.papers import experiments, is_address

        if first in self.recipes:
            return self.recipes[first]()
        if is_address(first) and first in experiments():
            recipe = experiments()[first].row.recipe
            return recipe if isinstance(recipe, self.recipe_type) else None
        if is_recipe_file(first) and self._is_ours(Path(first)):
            return self._read(Path(first))
        return None

    def _is_ours(self, path: Path) -> bool:
        """Whether a recipe file describes a network of this task."""
        try:
            tree = json.loads(path.read_text(encoding="utf-8"))
            tree = tree.get("recipe", tree)
            return tree["model"]["type"] in self.models
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            return False  # who reads recipes says what is wrong

    def _read(self, path: Path):
        return read_recipe(path, self.recipe_type)


def epochs_of(recipe, images: int) -> str:
    """Length of a run in words, for a plan."""
    steps, batch = recipe.train.total_steps, recipe.data.batch_size
    return f"{steps:,} steps of {batch} = {steps * batch / images:,.1f} epochs"


def _with(recipe, part: str, **fields):
    changed = dataclasses.replace(getattr(recipe, part), **fields)
    return dataclasses.replace(recipe, **{part: changed})


def _undilated(recipe):
    """The recipe on a backbone without rates, which segmentation wants."""
    backbone = recipe.model.backbone
    if getattr(backbone, "multi_grid", None):
        backbone = dataclasses.replace(
            backbone, multi_grid=(1,) * len(backbone.multi_grid)
        )
    return _with(recipe, "model", backbone=backbone)
