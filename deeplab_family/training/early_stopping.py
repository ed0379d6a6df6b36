"""Early stopping: a run ends when evaluations stop getting better."""

from collections.abc import Callable

import keras

from deeplab_family.training.history import History
from deeplab_family.training.train_state import TrainState


class EarlyStopping(keras.callbacks.Callback):
    """Ends `fit` after evaluations in a row without a better mean IoU.

    They are counted in the run's table, so a resumed run goes on counting,
    and one that ended so is known to be finished. Place it behind what
    evaluates.

    Args:
        history: the evaluations.
        patience: int >= 1, how many; None never ends.
        state: where the run is.
        say: prints a line.
    """

    def __init__(
        self,
        history: History,
        patience: int | None,
        state: TrainState,
        say: Callable[[str], None],
    ):
        super().__init__()
        self.history = history
        self.patience = patience
        self.state = state
        self.say = say

    @property
    def is_over(self) -> bool:
        """Whether the run ends here."""
        return self.patience is not None and (
            self.history.evaluations_since_best(self.state.step)
            >= self.patience
        )

    def on_epoch_end(self, epoch, logs=None):
        if self.is_over:
            self.model.stop_training = True
            self.say(
                f"Ends at step {self.state.step:,}: no better mean IoU in "
                f"{self.patience} evaluations (--train.patience)."
            )
