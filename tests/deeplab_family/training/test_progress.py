import io

import keras
import numpy as np
import pytest
from rich.console import Console

from deeplab_family.training import DivergedError, TrainingProgress
from deeplab_family.training import progress as module


def fit(loss, epochs=1):
    text = io.StringIO()
    model = keras.Sequential([keras.Input((1,)), keras.layers.Dense(1)])
    model.compile("sgd", loss, jit_compile=False)
    progress = TrainingProgress(5, 9, 2, Console(file=text, width=200))
    x = np.ones((4, 1))
    model.fit(
        x, x, batch_size=2, epochs=epochs, callbacks=[progress], verbose=0
    )
    progress.close()
    return text.getvalue()


def test_each_evaluation_leaves_a_line_that_counts_from_the_start():
    text = fit("mse", epochs=2)
    assert "step 7/9: loss" in text and "step 9/9: loss" in text


def test_stops_when_the_loss_is_no_number():
    with pytest.raises(DivergedError, match="nan at step 6"):
        fit(lambda y, prediction: prediction * np.nan)


def test_decay_is_shown_apart():
    logs = {"loss": 2.5, "weight_decay": 0.25}
    assert module._losses(logs) == "loss 2.5000 + decay 0.2500"


def test_an_evaluation_without_steps_leaves_its_line():
    text = io.StringIO()
    progress = TrainingProgress(8, 9, 2, Console(file=text, width=200))
    progress.on_epoch_end(0, {"loss": 2.5})
    progress.say("[a line] with brackets")
    assert text.getvalue() == (
        "step 8/9: loss 2.5000\n[a line] with brackets\n"
    )
