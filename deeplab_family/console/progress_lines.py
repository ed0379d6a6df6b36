"""Progress lines: a bar on a terminal, elsewhere a line a minute."""

import threading
import time
from collections.abc import Callable

from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TextColumn,
    TimeRemainingColumn,
)

from deeplab_family.console.terminal import Console

PAUSE = 60.0
"""Seconds between two lines."""


class ProgressLines:
    """Shows work in stages; a context manager, and a function to tell it.

    with ProgressLines() as show:
        show("segmenting", 3, 100)

    A bar is drawn while a stage is unfinished and leaves nothing behind. A
    log file gets a line when a minute has passed without one, also where one
    step of a stage takes minutes. May be told from any thread.

    Args:
        console: where to; None for standard error.
        clock: gives seconds.
    """

    def __init__(
        self,
        console: Console | None = None,
        clock: Callable[[], float] = time.monotonic,
    ):
        self._console = console or Console(stderr=True)
        self._clock = clock
        self._lock = threading.Lock()
        self._said = clock()
        self._stage = None
        self._bar = None
        self._reminder = None

    def __enter__(self) -> "ProgressLines":
        return self

    def __exit__(self, *exception):
        self._close()

    def __call__(
        self, what: str, done: int, total: int, unit: str = ""
    ) -> None:
        """Tells that `done` of `total` are done.

        Args:
            what: the stage in a few words; another one begins a new stage.
            done: int >= 0.
            total: int >= 1; 0 for a line of its own that stays.
            unit: what is counted, to show how many of it there are a second;
                "" (the default) shows none.
        """
        with self._lock:
            if not total:
                self._close()
                self._say(what)
                return
            if what != self._stage:
                self._begin(what, total)
            if done and self._since is None:
                self._since = self._clock(), done
            if self._console.is_terminal:
                self._move(done, total, unit)
            else:
                self._told = done, total
                self._say_after_pause()
                if self._reminder is None:
                    self._remind_later()
            if done >= total:
                self._close()

    def _begin(self, what: str, total: int) -> None:
        self._close()
        self._stage, self._since = what, None
        if self._console.is_terminal:
            self._bar = _bar(self._console)
            self._task = self._bar.add_task(what, total=total, speed="")
            self._bar.start()

    def _remind_later(self) -> None:
        left = PAUSE - (self._clock() - self._said)
        self._reminder = threading.Timer(max(left, 0), self._remind)
        self._reminder.daemon = True
        self._reminder.start()

    def _remind(self) -> None:
        with self._lock:
            if threading.current_thread() is self._reminder:
                self._say_after_pause()
                self._remind_later()

    def _say_after_pause(self) -> None:
        if self._clock() - self._said >= PAUSE:
            self._say(self._line(*self._told))

    def _say(self, line: str) -> None:
        self._said = self._clock()
        self._console.print(line, soft_wrap=True)

    def _move(self, done: int, total: int, unit: str) -> None:
        self._bar.update(
            self._task,
            completed=done,
            total=total,
            speed=self._speed(done, unit),
        )

    def _rate(self, done: int) -> float | None:
        """How many a second; None before it can be told.

        The first ones are left out, and their time: a network is traced then,
        and who tells of a stage may tell of it when they are done.
        """
        if self._since is None:
            return None
        began, first = self._since
        seconds = self._clock() - began
        return (done - first) / seconds if seconds > 0 else None

    def _speed(self, done: int, unit: str) -> str:
        rate = self._rate(done)
        return f"{rate:.1f} {unit}/s" if unit and rate else ""

    def _line(self, done: int, total: int) -> str:
        line = f"{self._stage}: {done:,} of {total:,}"
        rate = self._rate(done)
        if rate and done < total:
            line += f", about {duration((total - done) / rate)} left"
        return line

    def _close(self) -> None:
        if self._bar is not None:
            self._bar.stop()
        if self._reminder is not None:
            self._reminder.cancel()
        self._bar = self._stage = self._reminder = None


def duration(seconds: float) -> str:
    """Seconds in words: "40 s", "5 min", "2 h 10 min", "8 days"."""
    if seconds < 99.5:
        return f"{round(seconds)} s"
    minutes = round(seconds / 60)
    if minutes < 100:
        return f"{minutes} min"
    if minutes < 36 * 60:
        return f"{minutes // 60} h {minutes % 60} min"
    return f"{round(minutes / 60 / 24):,} days"


def _bar(console: Console) -> Progress:
    return Progress(
        TextColumn("{task.description}", markup=False),
        BarColumn(bar_width=None),
        MofNCompleteColumn(),
        TextColumn("{task.fields[speed]}", markup=False),
        TimeRemainingColumn(compact=True),
        console=console,
        transient=True,
        expand=True,
    )
