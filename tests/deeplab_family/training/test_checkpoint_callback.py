import keras
import numpy as np
import pytest

from deeplab_family.training import DivergedError, WorkDirectory
from deeplab_family.training.checkpoint_callback import SaveLast
from deeplab_family.training.loss_callback import LossLog
from deeplab_family.training.train_state import TrainState


class Recorder(WorkDirectory):
    """Notes the steps that would be saved."""

    saved = ()

    def save_checkpoint(self, model, state):
        self.saved = (*self.saved, state.step)


def fit(folder, state, rate=0.0, epochs=1):
    model = keras.Sequential([keras.Input((1,)), keras.layers.Dense(1)])
    model.compile(keras.optimizers.SGD(rate), "mse", jit_compile=False)
    x = np.ones((7, 1))
    saving = SaveLast(folder, save_every=3, state=state)
    model.fit(
        x,
        x,
        batch_size=1,
        epochs=epochs,
        verbose=0,
        callbacks=[LossLog(state), saving],
    )


def test_saves_every_so_many_steps_and_before_each_evaluation(tmp_path):
    folder = Recorder(tmp_path)
    fit(folder, TrainState(), epochs=2)
    assert folder.saved == (3, 6, 7, 9, 12, 14)


def test_counts_batches_from_where_the_run_was(tmp_path):
    folder = Recorder(tmp_path)
    fit(folder, TrainState(step=7))
    assert folder.saved == (9, 12, 14)


def test_weights_that_are_not_finite_are_not_saved(tmp_path):
    folder = Recorder(tmp_path)
    with pytest.raises(DivergedError):
        # The first loss is finite, and the step throws the weights out.
        fit(folder, TrainState(step=2), rate=float("inf"))
    assert folder.saved == ()
