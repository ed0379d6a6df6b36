"""Segmentation as a task of the trainer: what it asks of maps of pixels."""

import math
from pathlib import Path

import keras

from deeplab_family.inference import InferenceConfig, Windows
from deeplab_family.model_card.model_card import SEGMENTATION
from deeplab_family.recipes import Recipe
from deeplab_family.recipes.validation_config import ValidationConfig
from deeplab_family.training.class_weights import with_class_weights
from deeplab_family.training.data_checks import (
    check_labeled,
    refuse_data_folder,
)
from deeplab_family.training.page_callback import TrainingPages
from deeplab_family.training.same_classes import require_same_classes
from deeplab_family.training.summaries import Summaries
from deeplab_family.training.validation import Validation
from deeplab_family.training.work_directory import WorkDirectory
from deeplab_family.weights import Receipt
from input_pipeline import OpenedData
from input_pipeline.check.leak import warn_of_leak


class Segmentation:
    """Segmentation task: training on labels that are maps of pixels.

    Another task answers the same questions otherwise.

    Attributes:
        on_the_hub: the task, as model cards name it.
    """

    on_the_hub = SEGMENTATION

    def refuse_folder(self, workdir: str | Path, data: OpenedData):
        """Refuses folders in which a run would touch the data."""
        refuse_data_folder(workdir, data)

    def require_same_classes(self, checkpoint: Path, spec):
        """Compares the classes of a checkpoint with those of the data."""
        require_same_classes(checkpoint, spec)

    def check(self, data: OpenedData):
        """All checks of the data, before anything is made or written."""
        data.check()
        check_labeled(data)
        if data.config.check:
            warn_of_leak(data)

    def with_class_weights(
        self, recipe: Recipe, data: OpenedData, folder: WorkDirectory
    ) -> Recipe:
        """The recipe with the weights that its loss takes from the data."""
        return with_class_weights(recipe, data, folder)

    def validation(self, recipe: Recipe, *arguments) -> Validation:
        """Validation of the network; takes the arguments of `Validation`."""
        inference = _inference(recipe.train.validation)
        return Validation(*arguments, inference=inference)

    def told(
        self, recipe: Recipe, validation: Validation, receipt: Receipt | None
    ) -> list[keras.callbacks.Callback]:
        """Callbacks that show each evaluation to people."""
        spec, folder = validation.spec, validation.workdir
        state, history = validation.state, validation.history
        summaries = Summaries(
            validation.batches, spec, folder, state, validation.predict
        )
        pages = TrainingPages(
            recipe, spec, folder, state, history, summaries.panels, receipt
        )
        return [summaries, pages]


def _inference(config: ValidationConfig) -> InferenceConfig:
    windows = None
    if config.window:
        stride = math.ceil(round((1 - config.overlap) * config.window, 6))
        windows = Windows(tile=config.window, stride=stride)
    return InferenceConfig(
        scales=config.scales, flip=config.flip, windows=windows
    )
