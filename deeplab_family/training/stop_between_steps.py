"""Stop between steps: Ctrl-C and its like wait for the step to end."""

import contextlib
import signal
import threading

import keras

HELD_BACK = tuple(
    getattr(signal, name)
    for name in ("SIGINT", "SIGTERM", "SIGUSR1", "SIGHUP")
    if hasattr(signal, name)
)


class StopBetweenSteps(keras.callbacks.Callback):
    """Holds a signal back until the step and its bookkeeping are done.

    Weights, optimizer, state and losses then belong together, and can be
    saved. A second Ctrl-C takes effect at once. Other signals do not hurry:
    `timeout` and job managers send theirs twice, to a process and to its
    group, and whoever cannot wait sends SIGKILL. Use it as a context manager
    around `fit`, and in the list of callbacks behind those that count.

    It changes when a signal is handled, not how: the handlers that were there
    are called. A signal without a handler ends the process as ever.

    Attributes:
        in_step: whether a step has begun that is not counted yet.
    """

    def __init__(self):
        super().__init__()
        self.in_step = False
        self._pending = None
        self._handlers = {}

    def __enter__(self):
        if threading.current_thread() is threading.main_thread():
            for number in HELD_BACK:
                handler = signal.getsignal(number)
                if callable(handler):
                    self._handlers[number] = handler
                    signal.signal(number, self._receive)
        return self

    def __exit__(self, *_):
        for number, handler in self._handlers.items():
            signal.signal(number, handler)
        self._handlers = {}

    @contextlib.contextmanager
    def saving(self):
        """Keeps what saves a stopped run from being stopped in turn.

        A large network on a slow disk takes longer than job managers, and our
        own repetition of a signal, wait. Ctrl-C still ends it.
        """
        kept = {}
        if threading.current_thread() is threading.main_thread():
            for number in HELD_BACK:
                handler = signal.getsignal(number)
                if number != signal.SIGINT and callable(handler):
                    kept[number] = handler
                    signal.signal(number, signal.SIG_IGN)
        try:
            yield
        finally:
            for number, handler in kept.items():
                signal.signal(number, handler)

    def on_train_batch_begin(self, batch, logs=None):
        self.in_step = True

    def on_train_batch_end(self, batch, logs=None):
        self.in_step = False
        if self._pending is not None:
            number, self._pending = self._pending, None
            self._handlers[number](number, None)

    def _receive(self, number, frame):
        hurries = number == signal.SIGINT and self._pending is not None
        if not self.in_step or hurries:
            self._handlers[number](number, frame)
        elif self._pending is None:
            self._pending = number
