"""Classification as a task of the trainer: what it asks of images' classes."""

from __future__ import annotations

from pathlib import Path

import keras
import numpy as np

from deeplab_family.classification.classifier_recipe import ClassifierRecipe
from deeplab_family.classification.top_errors import (
    count_errors,
    errors_of,
    logits_function,
)
from deeplab_family.model_card.model_card import CLASSIFICATION
from deeplab_family.training import WorkDirectory, Workers, train
from deeplab_family.training.averaged_weights import averaged
from deeplab_family.training.segmentation_task import Segmentation
from deeplab_family.training.summaries import Summaries
from deeplab_family.training.validation import Validation
from deeplab_family.weights import Receipt
from input_pipeline.classification import OpenedClassData


def train_classifier(
    recipe: ClassifierRecipe,
    workdir: str | Path,
    devices: list[str] | None = None,
    data: OpenedClassData | None = None,
    workers: Workers | None = None,
) -> keras.Model:
    """Trains a classifier, or continues a run that was stopped.

    All that `train` promises holds: one call resumes at the exact step.

    Args:
        recipe: what to train on what, and how.
        workdir: folder of the run; see `WorkDirectory`. `best.keras` is the
            network of the least top-1 error.
        devices: where to train; None for every GPU.
        data: `recipe.data`, where it was opened before; None opens it.
        workers: as of `train`.

    Returns:
        The trained `Classifier`.

    Raises:
        DataError: if the data are not in order.
        ValueError, DivergedError, ConnectionError: as of `train`.
    """
    data = data or OpenedClassData(recipe.data)
    return train(
        recipe,
        workdir,
        devices,
        data,
        workers=workers,
        task=Classification(),
    )


class Classification(Segmentation):
    """Classification task: training with one label an image."""

    on_the_hub = CLASSIFICATION

    def refuse_folder(self, workdir: str | Path, data: OpenedClassData):
        folder = Path(workdir).resolve()
        root = Path(data.config.root).resolve()
        splits = {root / data.config.train_split, root / data.config.eval_split}
        if folder == root or splits & {folder, *folder.parents}:
            raise ValueError(
                f"--workdir {workdir} lies among the images of {root}: a "
                "run's files must not mix with them. Choose a folder of its "
                "own, such as runs/first."
            )

    def check(self, data: OpenedClassData):
        data.check()

    def with_class_weights(
        self,
        recipe: ClassifierRecipe,
        data: OpenedClassData,
        folder: WorkDirectory,
    ) -> ClassifierRecipe:
        return recipe  # all classes weigh the same

    def validation(self, recipe, *arguments) -> Validation:
        return ErrorValidation(*arguments)

    def told(
        self,
        recipe: ClassifierRecipe,
        validation: Validation,
        receipt: Receipt | None,
    ) -> list[keras.callbacks.Callback]:
        return [
            Summaries(
                validation.batches,
                validation.spec,
                validation.workdir,
                validation.state,
            )
        ]


class ErrorValidation(Validation):
    """Evaluates the errors at the end of each segment of training.

    Of several processes each judges its share, on one device; the sums are
    the same in all. Adds `val_top1_error` and `val_top5_error` to the logs and
    keeps the network of the least top-1 error; see `Validation`.
    """

    _logits = None

    def on_epoch_end(self, epoch, logs=None):
        self._logits = self._logits or logits_function(self.model)
        with averaged(self.model):
            errors = errors_of(self._counts())
            logs["val_top1_error"] = errors.top1
            logs["val_top5_error"] = errors.top5
            if self.cluster.is_chief:
                self._keep_best(errors)
            self.history.add({"step": self.state.step, **logs})

    def _counts(self) -> np.ndarray:
        counted = []

        def judge():
            counted.append(count_errors(self._logits, self.batches))

        self.cluster.together(judge)
        return self.cluster.sum(counted[0])

    def _keep_best(self, errors):
        if round(errors.top1, 6) < self._best_so_far():
            self.workdir.save_best(self.model, errors.to_json())

    def is_missing(self, total_steps: int, eval_every: int) -> bool:
        step = self.state.step
        due = step == total_steps or (step and step % eval_every == 0)
        done = self.history.holds(step) and self.workdir.best_scores()
        return bool(due and not done)

    def _best_so_far(self) -> float:
        held = self.workdir.best_scores()
        return 2.0 if held is None else held["top1_error"]
