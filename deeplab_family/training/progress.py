"""Progress for people, on a terminal and in a log file."""

import time
from collections.abc import Callable

import keras
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TextColumn,
    TimeRemainingColumn,
)

from deeplab_family.console.progress_lines import (
    PAUSE,
    duration,
)
from deeplab_family.console.terminal import Console
from deeplab_family.tracking.run_charts import RATE, SPEED
from deeplab_family.training.divergence import check_loss

NARROW, WIDE = 60, 100
"""Columns of a terminal from which on there is room for the bar, and for
decay, rate and speed."""

FORMATS = {RATE: ".2e", SPEED: ".1f"}
TIMED_STEPS = 10
"""Steps after which the time of the whole run is told."""


class TrainingProgress(keras.callbacks.Callback):
    """Step, losses, learning rate, images/s and the time left.

    A bar on a terminal; elsewhere, in a log file for instance, a line a
    minute. In both a line for each evaluation, and one that tells how long
    the run takes once its first steps are timed.

    Args:
        start_step: int, steps done before.
        total_steps: int, steps of the whole run.
        batch_size: int, images a step.
        console: where to print; None for standard error.
        clock: gives seconds.

    Raises:
        DivergedError: at the first step whose loss is not finite.
    """

    def __init__(
        self,
        start_step: int,
        total_steps: int,
        batch_size: int,
        console: Console | None = None,
        clock: Callable[[], float] = time.perf_counter,
    ):
        super().__init__()
        self.step = start_step
        self.total_steps = total_steps
        self.batch_size = batch_size
        self.console = console or Console(stderr=True)
        self._now = clock
        self._bar = None
        self._clock = None
        self._is_timed = False
        self._said = clock()

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
        self._clock = _Clock(self._now)

    def on_train_batch_end(self, batch, logs=None):
        check_loss(logs["loss"], self.step + 1)
        self.step += 1
        self._clock.tick()
        if self.console.is_terminal:
            self._move_bar(logs)
        elif self._clock.steps and self._now() - self._said >= PAUSE:
            self._say_step(logs)
        if self._clock.steps == TIMED_STEPS and not self._is_timed:
            self._say_duration()

    def on_epoch_end(self, epoch, logs=None):
        figures = ", ".join(
            f"{key} {value:{FORMATS.get(key, '.4f')}}"
            for key, value in logs.items()
        )
        self.say(f"step {self.step:,}/{self.total_steps:,}: {figures}")
        self._said = self._now()

    def say(self, line: str):
        """Prints a line above the bar, whole also where it is long."""
        self.console.print(line, soft_wrap=True, markup=False)

    def close(self):
        """Gives the terminal back; also after an exception."""
        if self._bar is not None:
            self._bar.stop()

    def _move_bar(self, logs):
        text = f"loss {logs['loss']:.4f}"
        if self.console.width >= WIDE:
            rate = float(self.model.optimizer.learning_rate.numpy())
            text = f"{_losses(logs)}  rate {rate:.2e}  {self._speed()}"
        self._bar.update(self._task, completed=self.step, description=text)

    def _say_step(self, logs):
        self._said = self._now()
        rate = float(self.model.optimizer.learning_rate.numpy())
        left = self._clock.seconds_a_step * (self.total_steps - self.step)
        self.say(
            f"step {self.step:,}/{self.total_steps:,}: {_losses(logs)}, rate "
            f"{rate:.1e}, {self._speed()}, {duration(left)} left"
        )

    def _say_duration(self):
        self._is_timed = True
        seconds = self._clock.seconds_a_step
        left = seconds * (self.total_steps - self.step)
        if left > PAUSE:
            self.say(
                f"About {duration(left)} on this machine ({seconds:.2f} s a "
                "step), evaluations not counted."
            )

    def _speed(self) -> str:
        seconds = self._clock.seconds_a_step
        return f"{self.batch_size / seconds:.1f} images/s" if seconds else "..."


def _losses(logs: dict) -> str:
    text = f"loss {logs['loss']:.4f}"
    if "weight_decay" in logs:
        text += f" + decay {logs['weight_decay']:.4f}"
    return text


class _Clock:
    """Mean seconds of a step, the first one left out as it may compile."""

    def __init__(self, now: Callable[[], float]):
        self.steps = 0
        self.seconds_a_step = 0.0
        self._now = now
        self._start = None

    def tick(self):
        if self._start is None:
            self._start = self._now()
            return
        self.steps += 1
        self.seconds_a_step = (self._now() - self._start) / self.steps


def _bar(console: Console) -> Progress:
    columns = [TextColumn("step"), MofNCompleteColumn()]
    if console.width >= NARROW:
        columns += [BarColumn(40 if console.width >= WIDE else None)]
    columns += [TextColumn("{task.description}")]
    columns += [TimeRemainingColumn(compact=True)]
    return Progress(
        *columns,
        expand=console.width < WIDE,
        console=console,
        disable=not console.is_terminal,
    )
