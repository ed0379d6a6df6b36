"""A progress bar for people, and a stop when the loss is no number."""

import time

import keras
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TextColumn,
    TimeRemainingColumn,
)

from deeplab_family.terminal import Console
from deeplab_family.training.divergence import check_loss


class TrainingProgress(keras.callbacks.Callback):
    """Step, losses, learning rate, images/s and the time left.

    A bar on a terminal; elsewhere, in a log file for instance, only the line
    of each evaluation.

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
        self._bar = None
        self._clock = None

    def on_train_begin(self, logs=None):
        if self._bar is None:
            self._bar = _bar(self.console)
            self._task = self._bar.add_task(
                "the first step compiles",
                total=self.total_steps,
                completed=self.step,
            )
            self._bar.start()

    def on_epoch_begin(self, epoch, logs=None):
        self._clock = _Clock()

    def on_train_batch_end(self, batch, logs=None):
        loss = logs["loss"]
        self.step += 1
        check_loss(loss, self.step)
        speed = self._clock.tick(self.batch_size)
        rate = float(self.model.optimizer.learning_rate.numpy())
        self._bar.update(
            self._task,
            completed=self.step,
            description=f"{_losses(logs)}  rate {rate:.2e}  {speed}",
        )

    def on_epoch_end(self, epoch, logs=None):
        figures = ", ".join(f"{key} {value:.4f}" for key, value in logs.items())
        self.console.print(
            f"step {self.step}/{self.total_steps}: {figures}{self._speed()}"
        )

    def _speed(self) -> str:
        # None for an evaluation that a stopped run left to its continuation.
        return "" if self._clock is None else f" ({self._clock.speed})"

    def say(self, line: str):
        """Prints a line above the bar."""
        self.console.print(line, markup=False)

    def close(self):
        """Gives the terminal back; also after an exception."""
        if self._bar is not None:
            self._bar.stop()


def _losses(logs: dict) -> str:
    text = f"loss {logs['loss']:.4f}"
    if "weight_decay" in logs:
        text += f" + decay {logs['weight_decay']:.4f}"
    return text


class _Clock:
    """Images a second, the first step left out as it may compile."""

    def __init__(self):
        self.speed = "speed unknown"
        self._start = None
        self._images = 0

    def tick(self, images: int) -> str:
        now = time.perf_counter()
        if self._start is None:
            self._start = now
        else:
            self._images += images
            elapsed = max(now - self._start, 1e-9)
            self.speed = f"{self._images / elapsed:.1f} images/s"
        return self.speed


def _bar(console: Console) -> Progress:
    return Progress(
        TextColumn("step"),
        MofNCompleteColumn(),
        BarColumn(),
        TextColumn("{task.description}"),
        TimeRemainingColumn(),
        console=console,
        disable=not console.is_terminal,
    )
