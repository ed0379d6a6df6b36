"""Model card callback: `model_card.md` after each evaluation."""

import logging

import keras

from deeplab_family.model_card.card_files import write_model_card
from deeplab_family.training.run_card import run_card
from deeplab_family.training.train_state import TrainState
from deeplab_family.training.work_directory import WorkDirectory
from deeplab_family.weights import Receipt
from input_pipeline import OpenedData

logger = logging.getLogger("deeplab_family")


class ModelCards(keras.callbacks.Callback):
    """Writes the card anew; one that fails stops no run.

    Put it behind the callback that evaluates. A run that goes on writes it at
    once: a kill may have come between network and card.

    Args:
        recipe: what is trained, of any task.
        data: `recipe.data`, opened.
        workdir: where to.
        state: where the run is.
        receipt: of the weights it started from; None for fresh ones.
        task: one of `model_card.SUMMARIES`.
    """

    def __init__(
        self,
        recipe,
        data: OpenedData,
        workdir: WorkDirectory,
        state: TrainState,
        receipt: Receipt | None,
        task: str,
    ):
        super().__init__()
        self.recipe, self.data = recipe, data
        self.workdir, self.state = workdir, state
        self.receipt, self.task = receipt, task

    def on_train_begin(self, logs=None):
        if self.workdir.is_claimed:
            self._write()

    def on_epoch_end(self, epoch, logs=None):
        self._write()

    def _write(self):
        config = self.recipe.data
        try:
            card = run_card(
                self.recipe,
                self.data.spec.class_names,
                {
                    name: len(self.data.split(name))
                    for name in (config.train_split, config.eval_split)
                },
                self.workdir,
                self.state.step,
                self.receipt,
                self.task,
            )
            write_model_card(self.workdir.path, card)
        except (OSError, ValueError) as error:
            logger.warning("model_card.md was not written: %s", error)
