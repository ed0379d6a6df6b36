"""A progress bar for people, and a stop when the loss is no number."""

import math
import time

import keras
from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TextColumn,
    TimeRemainingColumn,
)


class DivergedError(RuntimeError):
    """Raised when the loss is infinite or not a number."""


class TrainingProgress(keras.callbacks.Callback):
    """Step, loss, learning rate, images/s and the time left.

    Args:
        start_step: int, steps done before.
        total_steps: int, steps of the whole run.
        batch_size: int, images a step.
        console: where to print; None for standard error.

    Raises:
        DivergedError: at the first step whose loss is not finite.
    """

    def __init__(self, start_step, total_steps, batch_size, console=None):
        super().__init__()
        self.step = start_step
        self.total_steps = total_steps
        self.batch_size = batch_size
        self.console = console or Console(stderr=True)
        self._progress = None
        self._task = None
        self._since = None

    def on_train_begin(self, logs=None):
        self._progress = Progress(
            TextColumn("step"),
            MofNCompleteColumn(),
            BarColumn(),
            TextColumn("{task.description}"),
            TimeRemainingColumn(),
            console=self.console,
        )
        self._task = self._progress.add_task(
            "compiling", total=self.total_steps, completed=self.step
        )
        self._progress.start()

    def on_train_batch_end(self, batch, logs=None):
        loss = logs["loss"]
        self.step += 1
        if not math.isfinite(loss):
            raise DivergedError(
                f"The loss is {loss} at step {self.step}. A smaller "
                "`train.base_learning_rate` helps most often; the last "
                "checkpoint is from before this step."
            )
        rate = float(self.model.optimizer.learning_rate)
        self._progress.update(
            self._task,
            completed=self.step,
            description=f"loss {loss:.4f}  rate {rate:.2e}  {self._speed()}",
        )

    def on_epoch_end(self, epoch, logs=None):
        figures = [f"{key} {value:.4f}" for key, value in logs.items()]
        self.console.print(f"step {self.step}: {', '.join(figures)}")
        self._since = None  # evaluation does not count as training time

    def on_train_end(self, logs=None):
        self.close()

    def close(self):
        """Gives the terminal back; also after an exception."""
        if self._progress is not None:
            self._progress.stop()

    def _speed(self) -> str:
        now = time.perf_counter()
        if self._since is None:
            self._since, self._first = now, self.step
            return ""
        elapsed = max(now - self._since, 1e-9)
        done = (self.step - self._first) * self.batch_size
        return f"{done / elapsed:.1f} images/s"
