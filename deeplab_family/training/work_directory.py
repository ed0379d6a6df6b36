"""The folder of a run: what it trains, how far it is, what it found.

recipe.json     the recipe, every field, and the version that wrote it
classes.json    names and colors of the classes
weights.json    receipt of the weights it started from, unless fresh
precision.json  what a step took in float32 and in bfloat16, if that was tried
last.keras      network, optimizer and state, to resume from
last.1.keras    the checkpoint before it, and last.2.keras the one before that
averaged.keras  the average it ended with, where a stage after it starts there
best.keras      the best evaluation so far, with its scores
scores.json     these scores, to read
history.csv     one line an evaluation
curves.png      its columns as curves
model_card.md   what the best network is, learned from and scores: a hub's page
model_card.json the same facts, for an export of it
training.html   curves, scores of the classes, predictions: a page to look at
tensorboard/    the same as curves, with colored predictions
diverged/       the batch whose loss was no number, if there was one
.lock           the process that trains here, while it does
"""

from __future__ import annotations

import contextlib
import dataclasses
import json
import logging
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import deeplab_family
from deeplab_family.inference.classes_file import write_classes_file
from deeplab_family.model_card.card_files import FACTS, MARKDOWN
from deeplab_family.recipes import Recipe
from deeplab_family.recipes.recipe_tree import tree_of
from deeplab_family.run_folder import BEST, LAST, RECIPE, stages_in
from deeplab_family.training.checkpoint_file import (
    DamagedFileError,
    read_record,
    write_model,
)
from deeplab_family.training.recipe_changes import (
    advice,
    refused_changes,
    with_new_fields,
)
from deeplab_family.training.resume import Checkpoint, newest_checkpoint
from deeplab_family.training.run_lock import run_lock
from deeplab_family.training.train_state import TrainState
from deeplab_family.weights import receipt_of
from input_pipeline import DatasetSpec
from input_pipeline.atomic_files import atomic_file, write_atomic

if TYPE_CHECKING:
    import keras

    from deeplab_family.precision_choice import PrecisionChoice

logger = logging.getLogger("deeplab_family")


class WorkDirectory:
    """Paths and atomic writes below one folder.

    Only a checkpoint claims the folder: before the first one nothing is left
    in it, so a start that fails can be corrected and repeated.

    Args:
        path: the folder; made by `held`.

    Attributes:
        tried_precision: what was measured before the run began, to be written
            with its first checkpoint; None where nothing was.
    """

    def __init__(self, path: str | Path):
        self.path = Path(path)
        self.recipe = self.path / RECIPE
        self.classes = self.path / "classes.json"
        self.weights = self.path / "weights.json"
        self.precision = self.path / "precision.json"
        self.last = self.path / LAST
        self.checkpoints = (
            self.last,
            self.path / "last.1.keras",
            self.path / "last.2.keras",
        )
        self.averaged = self.path / "averaged.keras"
        self.best = self.path / BEST
        self.scores = self.path / "scores.json"
        self.history = self.path / "history.csv"
        self.curves = self.path / "curves.png"
        self.page = self.path / "training.html"
        self.tensorboard = self.path / "tensorboard"
        self.diverged = self.path / "diverged"
        self.tried_precision: PrecisionChoice | None = None
        self._description = None

    @contextlib.contextmanager
    def held(self) -> Iterator[None]:
        """Keeps other processes out; sweeps what stopped ones left.

        Raises:
            ValueError: if another process trains here.
            OSError: if the folder cannot be made or written to.
        """
        made = [p for p in (self.path, *self.path.parents) if not p.exists()]
        self.path.mkdir(parents=True, exist_ok=True)
        try:
            with run_lock(self.path / ".lock"):
                self._sweep()
                yield
        finally:
            with contextlib.suppress(OSError):  # it is in use
                for folder in made:
                    folder.rmdir()

    def claim(self, recipe: Recipe, spec: DatasetSpec) -> Checkpoint | None:
        """The checkpoint to go on from, if the folder has one.

        Recipe and classes are written with the first checkpoint.

        Raises:
            ValueError: if the folder holds a run of another recipe (the
                message names the fields that differ), if none of its
                checkpoints is whole, or if it holds a best network but no
                checkpoint.
        """
        self._description = (recipe, spec)
        checkpoint = newest_checkpoint(self.checkpoints)
        if checkpoint is None:
            self._refuse_finds()
            return None
        held = with_new_fields(checkpoint.recipe, recipe)
        changes = refused_changes(held, tree_of(recipe))
        if changes:
            raise ValueError(
                f"{self.path} holds a run of another recipe: "
                f"{'; '.join(changes)}. {advice(changes, str(checkpoint.path))}"
            )
        self._describe()
        return checkpoint

    @property
    def is_claimed(self) -> bool:
        """Whether there is a checkpoint, whole or not."""
        return any(path.exists() for path in self.checkpoints)

    def saved_step(self) -> int | None:
        """Steps done at the newest checkpoint; None without a whole one."""
        for path in self.checkpoints:
            with contextlib.suppress(OSError, DamagedFileError, KeyError):
                return read_record(path)["state"]["step"]
        return None

    def save_checkpoint(self, model: keras.Model, state: TrainState):
        """Saves a file to resume from; the two before it are kept.

        Killed at any moment, at least one whole checkpoint stays.
        """
        recipe, _ = self._description
        receipt = receipt_of(getattr(model, "network", model))
        weights = receipt.tree() if receipt else None
        record = {
            "version": deeplab_family.__version__,
            "recipe": tree_of(recipe),
            "state": dataclasses.asdict(state),
            "weights": weights,
        }
        with atomic_file(self.last) as draft:
            write_model(model, draft, record)
            self._make_room()
        self._describe()
        if weights:
            self.write_json(self.weights, weights)

    def save_best(self, model: keras.Model, scores: str):
        """Saves a network with its scores, JSON text, in one step."""
        with atomic_file(self.best) as draft:
            write_model(model, draft, {"scores": json.loads(scores)})
        write_atomic(self.scores, scores)

    def best_scores(self) -> dict | None:
        """The scores of `best.keras`; None without such a file.

        A damaged one counts as none, with a line. `scores.json` is brought in
        line with it.
        """
        if not self.best.exists():
            return None
        try:
            scores = read_record(self.best)["scores"]
        except (DamagedFileError, KeyError) as damage:
            logger.warning(
                "%s is not as it was written (%s); the next evaluation "
                "replaces it.",
                self.best,
                damage,
            )
            return None
        text = json.dumps(scores, indent=2) + "\n"
        if not self.scores.exists() or self.scores.read_text() != text:
            write_atomic(self.scores, text)
        return scores

    def write_json(self, path: Path, content: dict):
        """Writes JSON in one step, unless the file says so already."""
        text = json.dumps(content, indent=2) + "\n"
        if not path.exists() or path.read_bytes() != text.encode():
            write_atomic(path, text)

    def _describe(self):
        recipe, spec = self._description
        record = {
            "version": deeplab_family.__version__,
            "recipe": tree_of(recipe),
        }
        write_classes_file(self.path, spec.class_names, spec.palette)
        self.write_json(self.recipe, record)
        if self.tried_precision is not None:
            self.write_json(self.precision, self.tried_precision.tree())

    def _make_room(self):
        """Moves each checkpoint one back; `last.keras` stays if it can."""
        last, before, oldest = self.checkpoints
        if before.exists():
            os.replace(before, oldest)
        if last.exists():
            try:
                os.link(last, before)
            except OSError:  # a disk without links
                os.replace(last, before)

    def _refuse_finds(self):
        if stages := [folder.name for folder in stages_in(self.path)]:
            raise ValueError(
                f"{self.path} holds a run of several stages "
                f"({', '.join(stages)}). Choose another --workdir."
            )
        finds = [p for p in (self.best, self.history) if p.exists()]
        if finds:
            raise ValueError(
                f"{finds[0]} is of a run whose checkpoint, {self.last.name}, "
                "is gone; a new run would write over it. Choose another "
                "--workdir, or move the file away."
            )

    def _sweep(self):
        """Removes drafts of processes that were killed."""
        files = [*self.checkpoints, self.best, self.scores, self.history]
        files += [self.recipe, self.classes, self.weights, self.precision]
        files += [self.averaged, self.curves, self.page]
        names = [*(path.name for path in files), MARKDOWN, FACTS]
        for path in self.path.glob(".*"):
            if any(path.name.startswith(f".{name}.") for name in names):
                shutil.rmtree(path)
                logger.warning("Removed %s, of a run that was killed.", path)
