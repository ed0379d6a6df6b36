"""SIGTERM and SIGHUP, which end a verb as Ctrl-C does: with its cleanup."""

import contextlib
import signal
import threading
import time

SIGNALS = tuple(
    getattr(signal, name)
    for name in ("SIGTERM", "SIGHUP")
    if hasattr(signal, name)
)
AGAIN = 5
"""Seconds after which a signal that was lost, say in a destructor, may come
again. Until then a second one does not disturb the cleanup."""


class Terminated(KeyboardInterrupt):
    """Raised where the process is when one of `SIGNALS` comes.

    Args:
        number: of the signal.
    """

    def __init__(self, number: int):
        super().__init__(signal.Signals(number).name)
        self.number = number


@contextlib.contextmanager
def terminations_raised():
    """Raises `Terminated` at one of `SIGNALS`, unless others handle it.

    Signals that the process was started to ignore, as by `nohup`, stay
    ignored. Does nothing outside of the main thread.
    """
    kept = {}
    if threading.current_thread() is threading.main_thread():
        raised = _raiser()
        for number in SIGNALS:
            if signal.getsignal(number) is signal.SIG_DFL:
                kept[number] = signal.signal(number, raised)
    try:
        yield
    finally:
        for number, handler in kept.items():
            signal.signal(number, handler)


def _raiser():
    last = -float("inf")

    def handle(number, frame):
        nonlocal last
        if time.monotonic() - last >= AGAIN:
            last = time.monotonic()
            raise Terminated(number)

    return handle
