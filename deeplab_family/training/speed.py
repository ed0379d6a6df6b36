"""Speed callback: learning rate and images/s of each evaluation's row."""

import time
from collections.abc import Callable

import keras

from deeplab_family.tracking.run_charts import RATE, SPEED


class SpeedLog(keras.callbacks.Callback):
    """Adds `learning_rate` and `images_per_second` to the logs of an epoch.

    The rate is that of the next step. The speed is the mean of the steps since
    the last evaluation, without the first one, which may compile; evaluations
    and checkpoints before the clock starts are not counted. An evaluation
    without two steps before it has no speed.

    Put it before the callbacks that write the logs.

    Args:
        batch_size: int, images a step on all machines together.
        clock: gives seconds.
    """

    def __init__(
        self, batch_size: int, clock: Callable[[], float] = time.perf_counter
    ):
        super().__init__()
        self.batch_size = batch_size
        self._now = clock
        self._start = self._end = None
        self._steps = 0

    def on_epoch_begin(self, epoch, logs=None):
        self._start = None
        self._steps = 0

    def on_train_batch_end(self, batch, logs=None):
        self._end = self._now()
        if self._start is None:
            self._start = self._end
        else:
            self._steps += 1

    def on_epoch_end(self, epoch, logs=None):
        logs[RATE] = float(self.model.optimizer.learning_rate)
        if self._steps and self._end > self._start:
            seconds = (self._end - self._start) / self._steps
            logs[SPEED] = round(self.batch_size / seconds, 2)
        self._start, self._steps = None, 0
