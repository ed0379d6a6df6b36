"""Detection as a task of the trainer: what it asks of images' objects."""

from __future__ import annotations

import json
import logging
import math
from pathlib import Path

import keras

from deeplab_family.detection.detection_summaries import DetectionSummaries
from deeplab_family.detection.detector_recipe import DetectorRecipe
from deeplab_family.detection.judged_detections import (
    detections_function,
    judge,
)
from deeplab_family.detection.scores import DetectionScores
from deeplab_family.model_card.model_card import DETECTION
from deeplab_family.training import WorkDirectory, train
from deeplab_family.training.averaged_weights import averaged
from deeplab_family.training.segmentation_task import Segmentation
from deeplab_family.training.summaries import IMAGE_COUNT
from deeplab_family.training.validation import Validation
from deeplab_family.weights import Receipt
from input_pipeline.detection import OpenedDetectionData

SHOWN = ("box_ap", "box_ap50", "mask_ap", "voc07_map", "voc_map")
"""Scores of a run's table; `scores.json` has all of them."""

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
    """Detection task: training with objects, each with a box.

    Args:
        data: holds the truth that detections are judged by.
    """

    on_the_hub = DETECTION

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
            *arguments,
            data=self.data,
            score=recipe.train.score,
            masks=recipe.model.has_masks,
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

    Adds the scores of `SHOWN` to the logs, as `val_box_ap`, and keeps the
    network of the best `score`; see `Validation`. Where no object can be
    judged there is no score: that is said, and no network is the best.

    Args:
        data: opened; has the truth of the split that is judged.
        score: by which the best network is kept.
        masks: whether masks are judged, too.

    Attributes:
        shown: the first images of the split, and what was found in each.
    """

    def __init__(
        self, *arguments, data: OpenedDetectionData, score: str, masks: bool
    ):
        self.score = score
        super().__init__(*arguments)
        self.data, self.masks = data, masks
        self.shown: list[tuple] = []
        self._detect = None

    def on_epoch_end(self, epoch, logs=None):
        self._detect = self._detect or detections_function(self.model)
        self.shown.clear()
        with averaged(self.model):
            scores = judge(self._detect, self.data, self.masks, self._show)
            for name in SHOWN:
                if name in scores.summary:
                    logs[f"val_{name}"] = scores.summary[name]
            self._keep_best(scores)
            self.history.add({"step": self.state.step, **logs})

    def _show(self, number: int, image, detections):
        if number < IMAGE_COUNT:
            self.shown.append((image, detections))

    def _keep_best(self, scores: DetectionScores):
        value = scores.summary.get(self.score, math.nan)
        if math.isnan(value):
            logger.warning(
                "Step %d: there is nothing to be found in the %d images to "
                "judge by, so there is no %s and no best network. Check "
                "`data.eval_split`.",
                self.state.step,
                scores.images,
                self.score,
            )
        # Compared as they are stored: the same score again is no better one.
        elif round(value, 6) > self._best_so_far():
            text = json.dumps(scores.to_json(), indent=2) + "\n"
            self.workdir.save_best(self.model, text)
