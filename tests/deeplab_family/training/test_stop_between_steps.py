import os
import signal

import keras
import numpy as np
import pytest

from deeplab_family.training.stop_between_steps import StopBetweenSteps


def fit(callbacks):
    model = keras.Sequential([keras.Input((1,)), keras.layers.Dense(1)])
    model.compile("sgd", "mse", jit_compile=False)
    x = np.ones((4, 1))
    model.fit(x, x, batch_size=1, verbose=0, callbacks=callbacks)


class Sends(keras.callbacks.Callback):
    """Signals that arrive within the second step; counts finished ones."""

    def __init__(self, *numbers):
        super().__init__()
        self.numbers = numbers
        self.steps = 0
        self.reached = False

    def on_train_batch_begin(self, batch, logs=None):
        if batch == 1:
            for number in self.numbers:
                os.kill(os.getpid(), number)
            self.reached = True

    def on_train_batch_end(self, batch, logs=None):
        self.steps += 1


@pytest.fixture
def terminable():
    def stop(number, frame):
        raise KeyboardInterrupt(f"signal {number}")

    numbers = signal.SIGTERM, signal.SIGUSR1, signal.SIGHUP
    before = {number: signal.signal(number, stop) for number in numbers}
    yield stop
    for number, handler in before.items():
        signal.signal(number, handler)


@pytest.mark.parametrize(
    "number",
    [signal.SIGINT, signal.SIGTERM, signal.SIGUSR1, signal.SIGHUP],
)
def test_the_step_is_finished_first(terminable, number):
    stopper, sender = StopBetweenSteps(), Sends(number)
    with pytest.raises(KeyboardInterrupt), stopper:
        # Within the step: behind the one that notes its beginning.
        fit([stopper, sender])
    assert sender.reached and not stopper.in_step
    # The stopper speaks first at the end of a step, so one is counted.
    assert sender.steps == 1


def test_a_second_signal_stops_at_once(terminable):
    stopper, sender = StopBetweenSteps(), Sends(signal.SIGINT, signal.SIGINT)
    with pytest.raises(KeyboardInterrupt), stopper:
        fit([stopper, sender])
    assert stopper.in_step and not sender.reached


@pytest.mark.parametrize("second", [signal.SIGTERM, signal.SIGUSR1])
def test_job_managers_that_signal_twice_still_get_a_whole_step(
    terminable, second
):
    """As `timeout` does: to the process, and to its group."""
    stopper, sender = StopBetweenSteps(), Sends(signal.SIGTERM, second)
    with pytest.raises(KeyboardInterrupt, match="signal 15"), stopper:
        fit([stopper, sender])
    assert sender.reached and not stopper.in_step


def test_the_handlers_come_back(terminable):
    with StopBetweenSteps():
        assert signal.getsignal(signal.SIGTERM) != terminable
    assert signal.getsignal(signal.SIGTERM) == terminable
    assert signal.getsignal(signal.SIGINT) == signal.default_int_handler


def test_outside_of_steps_a_signal_acts_as_ever():
    with pytest.raises(KeyboardInterrupt), StopBetweenSteps():
        os.kill(os.getpid(), signal.SIGINT)


def test_a_save_is_not_stopped_in_turn(terminable):
    stopper = StopBetweenSteps()
    with stopper.saving():
        os.kill(os.getpid(), signal.SIGTERM)
        os.kill(os.getpid(), signal.SIGUSR1)
        with pytest.raises(KeyboardInterrupt):
            os.kill(os.getpid(), signal.SIGINT)
    with pytest.raises(KeyboardInterrupt, match="signal 15"):
        os.kill(os.getpid(), signal.SIGTERM)
