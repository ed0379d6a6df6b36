"""Termination signals (SIGTERM, SIGUSR1, SIGHUP) raised as exceptions."""

import contextlib
import os
import signal
import threading
import time

SIGNALS = tuple(
    getattr(signal, name)
    for name in ("SIGTERM", "SIGUSR1", "SIGHUP")
    if hasattr(signal, name)
)
TRY_AGAIN = 75
"""Exit status after SIGUSR1, `EX_TEMPFAIL` of sysexits.h: "try again later".
Slurm sends that signal before the time of a job is over (`--signal=USR1@60`),
so the run is not done, and a job script that reads 75 queues it again. 128 and
the number would be another status on every system."""
AGAIN = 5
"""Seconds within which a second signal does not disturb the cleanup."""

LOST = 30
"""Seconds after which a signal is repeated. Code that catches every error,
and destructors, swallow what is raised in them."""


class Terminated(KeyboardInterrupt):
    """Raised where the process is when one of `SIGNALS` comes.

    Args:
        number: of the signal.
    """

    def __init__(self, number: int):
        super().__init__(signal.Signals(number).name)
        self.number = number

    @property
    def status(self) -> int:
        """Exit status: 75 for SIGUSR1, else 128 and the signal's number."""
        is_warning = self.number == getattr(signal, "SIGUSR1", None)
        return TRY_AGAIN if is_warning else 128 + self.number


@contextlib.contextmanager
def terminations_raised():
    """Raises `Terminated` at one of `SIGNALS`, unless others handle it.

    Signals that the process was started to ignore, as by `nohup`, stay
    ignored. Does nothing outside of the main thread.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    handler = _Handler()
    kept = {
        number: signal.signal(number, handler)
        for number in SIGNALS
        if signal.getsignal(number) is signal.SIG_DFL
    }
    try:
        yield
    finally:
        handler.close()
        for number, earlier in kept.items():
            signal.signal(number, earlier)


class _Handler:
    """Raises at the first signal, and again if that seems to be lost."""

    def __init__(self):
        self._last = -float("inf")
        self._repeat = None

    def __call__(self, number, frame):
        if time.monotonic() - self._last < AGAIN:
            return
        self.close()
        self._last = time.monotonic()
        self._repeat = threading.Timer(LOST, os.kill, (os.getpid(), number))
        self._repeat.daemon = True
        self._repeat.start()
        raise Terminated(number)

    def close(self):
        if self._repeat is not None:
            self._repeat.cancel()
