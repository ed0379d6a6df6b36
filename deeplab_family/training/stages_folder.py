"""The folder of a run in stages: what runs in which order, and who runs it.

recipe.json     the stages, every field, and which of them were asked for
STAGE/          a work directory for each stage
.lock           the process that trains here, while it does
"""

import contextlib
import json
from collections.abc import Iterator
from pathlib import Path

import deeplab_family
from deeplab_family.recipes import Stage, StagedRecipe
from deeplab_family.recipes.recipe_tree import tree_of
from deeplab_family.run_folder import RECIPE, stages_in
from deeplab_family.training.run_lock import run_lock
from deeplab_family.training.work_directory import WorkDirectory
from input_pipeline.atomic_files import write_atomic

ONLY = "only"


class StagesFolder:
    """Work directories of stages, side by side in one folder.

    As a work directory it is claimed by the first checkpoint of a stage;
    before that a start that fails leaves nothing.

    Args:
        path: the folder; made by `held`.
        recipe: the stages.
    """

    def __init__(self, path: str | Path, recipe: StagedRecipe):
        self.path = Path(path)
        self.recipe = recipe
        self.stages = {
            stage.name: WorkDirectory(self.path / stage.name)
            for stage in recipe.stages
        }

    @property
    def is_claimed(self) -> bool:
        """Whether any stage has a checkpoint."""
        return any(stage.is_claimed for stage in self.stages.values())

    def before(self, name: str) -> Stage | None:
        """The stage before one; None before the first."""
        place = list(self.stages).index(name)
        return self.recipe.stages[place - 1] if place else None

    @contextlib.contextmanager
    def held(self, only: tuple[str, ...]) -> Iterator[None]:
        """Keeps other processes out, and says what runs here.

        Args:
            only: names of the stages that were asked for.

        Raises:
            ValueError: if another process trains here, or the folder holds
                another run.
            OSError: if the folder cannot be made or written to.
        """
        self._refuse_another()
        made = [p for p in (self.path, *self.path.parents) if not p.exists()]
        self.path.mkdir(parents=True, exist_ok=True)
        try:
            with run_lock(self.path / ".lock"):
                try:
                    self._describe(only)
                    yield
                finally:
                    if not self.is_claimed:
                        (self.path / RECIPE).unlink(missing_ok=True)
        finally:
            with contextlib.suppress(OSError):  # it is in use
                for folder in made:
                    folder.rmdir()

    def _describe(self, only: tuple[str, ...]):
        record = {
            "version": deeplab_family.__version__,
            "recipe": tree_of(self.recipe),
            ONLY: list(only),
        }
        path = self.path / RECIPE
        text = json.dumps(record, indent=2) + "\n"
        if not path.exists() or path.read_bytes() != text.encode():
            write_atomic(path, text)

    def _refuse_another(self):
        """Refuses the folder of a run of one stage, or of other stages."""
        plain = WorkDirectory(self.path)
        if plain.is_claimed:
            raise ValueError(
                f"{self.path} holds a run of a single stage. Choose another "
                "--workdir."
            )
        held = [folder.name for folder in stages_in(self.path)]
        there = [n for n in held if WorkDirectory(self.path / n).is_claimed]
        others = [name for name in there if name not in self.stages]
        if others:
            raise ValueError(
                f"{self.path} holds a run of the stages {', '.join(held)}; "
                f"this recipe has {', '.join(self.stages)}. Choose another "
                "--workdir."
            )
