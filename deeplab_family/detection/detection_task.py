"""Detection as a task of the trainer: what it asks of images' objects."""

from __future__ import annotations

import logging
from pathlib import Path

import keras

from deeplab_family.detection.detection_summaries import DetectionSummaries
from deeplab_family.detection.detector_recipe import DetectorRecipe
from deeplab_family.detection.judged_detections import (
    detections_function,
    judge,
)
from deeplab_family.training import WorkDirectory, train
from deeplab_family.training.averaged_weights import averaged
from deeplab_family.training.segmentation_task import Segmentation
from deeplab_family.training.validation import Validation
from deeplab_family.weights import Receipt
from input_pipeline.detection import OpenedDetectionData

logger = logging.getLogger("deeplab_family")


def train_detector(
    recipe: DetectorRecipe,
    workdir: str | Path,
    devices: list[str] | None = None,
    data: OpenedDetectionData | None = None,
) -> keras.Model:
    """Trains a detector, or continues a run that was stopped.

    All that `train` promises holds: one call resumes at the exact step.

    Args:
        recipe: what to train on what, and how.
        workdir: folder of the run; see `WorkDirectory`. `best.keras` is the
            network of the best `recipe.train.score`.
        devices: where to train; None for every GPU.
        data: `recipe.data`, where it was opened before; None opens it.

    Returns:
        The trained `DetectionModel`.

    Raises:
        DataError: if the data are not in order.
        ValueError, DivergedError: as of `train`.
    """
    data = data or OpenedDetectionData(recipe.data)
    return train(recipe, workdir, devices, data, task=Detection(data))


class Detection(Segmentation):
    """What training asks of a task with objects, each with a box.

    Args:
        data: holds the truth that detections are judged by.
    """

    def __init__(self, data: OpenedDetectionData):
        self.data = data

    def refuse_folder(self, workdir: str | Path, data):
        folder = Path(workdir).resolve()
        config = data.config
        images = {
            image.path.parent.resolve()
            for split in (config.train_split, config.eval_split)
            for image in data.split(split)
        }
        is_root = folder == Path(config.root).resolve()
        if is_root or images & {folder, *folder.parents}:
            raise ValueError(
                f"--workdir {workdir} lies among the images of {config.root}: "
                "a run's files must not mix with them. Choose a folder of its "
                "own, such as runs/first."
            )

    def check(self, data):
        data.check()

    def with_class_weights(
        self, recipe: DetectorRecipe, data, folder: WorkDirectory
    ) -> DetectorRecipe:
        return recipe  # all classes weigh the same

    def validation(self, recipe: DetectorRecipe, *arguments) -> Validation:
        return DetectionValidation(
            *arguments, data=self.data, score=recipe.train.score
        )

    def told(
        self,
        recipe: DetectorRecipe,
        validation: DetectionValidation,
        receipt: Receipt | None,
    ) -> list[keras.callbacks.Callback]:
        return [DetectionSummaries(validation)]


class DetectionValidation(Validation):
    """Evaluates detections at the end of each segment of training.

    Adds the scores to the logs as `val_box_ap`, `val_box_ap50`,
    `val_mask_ap`, `val_voc07_map`, `val_voc_map`, and keeps the network of
    the best `score`; see `Validation`. Where no object can be judged there is
    no score: that is said, and no network is the best.

    Args:
        data: opened; has the truth of the split that is judged.
        score: by which the best network is kept.
    """

    def __init__(self, *arguments, data: OpenedDetectionData, score: str):
        self.score = score
        super().__init__(*arguments)
        self.data = data
        self.detect = None

    def on_epoch_end(self, epoch, logs=None):
        self.detect = self.detect or detections_function(self.model)
        with averaged(self.model):
            scores = judge(self.detect, self.data)
            logs |= {f"val_{n}": value for n, value in scores.summary.items()}
            self._keep_best(scores)
            self.history.add({"step": self.state.step, **logs})

    def _keep_best(self, scores):
        value = scores.summary[self.score]
        if value != value:
            logger.warning(
                "Step %d: none of the %d images to judge by has an object, so "
                "there is no score and no best network. Check `data."
                "eval_split`.",
                self.state.step,
                scores.images,
            )
        elif round(value, 6) > self._best_so_far():
            self.workdir.save_best(self.model, scores.to_json())
