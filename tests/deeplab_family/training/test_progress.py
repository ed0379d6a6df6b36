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


def follow(steps, seconds, terminal=False):
    """What a run of 100 steps says of its first ones."""
    text, now = io.StringIO(), iter(np.arange(0.0, 1e6, seconds / 2))
    console = Console(file=text, width=80, force_terminal=terminal)
    progress = TrainingProgress(0, 100, 8, console, lambda: next(now))
    progress.set_model(keras.Sequential([keras.layers.Dense(1)]))
    progress.model.compile(keras.optimizers.SGD(0.05))
    progress.on_epoch_begin(0)
    for step in range(steps):
        progress.on_train_batch_end(step, {"loss": 0.5})
    return text.getvalue().splitlines()


def test_a_log_file_gets_a_line_a_minute():
    lines = [line for line in follow(40, 20.0) if line.startswith("step")]
    # Each step takes a minute here or less: two or three calls of the clock.
    assert 5 < len(lines) <= 40
    assert all("loss 0.5000" in line and "left" in line for line in lines)
    assert all("rate 5.0e-02" in line and "images/s" in line for line in lines)
    assert all(len(line) < 80 for line in lines)
    # Of the first step, which compiles, no time left can be told.
    assert not any(line.startswith("step 1/") for line in lines)


@pytest.mark.parametrize("width", [40, 60, 80])
def test_a_narrow_terminal_shows_step_and_loss(width):
    text = io.StringIO()
    console = Console(file=text, width=width, force_terminal=True)
    progress = TrainingProgress(0, 4000, 8, console)
    progress.on_train_begin()
    progress.on_epoch_begin(0)
    for step in range(3):
        progress.on_train_batch_end(step, {"loss": 0.5, "weight_decay": 0.1})
    progress.close()
    assert "3/4000" in text.getvalue() and "loss 0.5000" in text.getvalue()


def test_a_short_run_says_no_line_a_minute():
    assert not [line for line in follow(12, 0.1) if line.startswith("step")]


def test_the_whole_time_is_told_once_ten_steps_are_timed():
    told = [line for line in follow(30, 20.0) if line.startswith("About")]
    assert len(told) == 1
    assert "on this machine" in told[0] and "s a step" in told[0]
    assert not [line for line in follow(10, 20.0) if line.startswith("About")]


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
