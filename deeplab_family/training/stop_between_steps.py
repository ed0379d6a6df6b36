"""Stop between steps: Ctrl-C and SIGTERM wait for the step to end."""

import signal
import threading

import keras


class StopBetweenSteps(keras.callbacks.Callback):
    """Holds a signal back until the step and its bookkeeping are done.

    Weights, optimizer, state and losses then belong together, and can be
    saved. A second signal takes effect at once. Use it as a context manager
    around `fit`, and in the list of callbacks behind those that count.

    It changes when a signal is handled, not how: the handlers that were there
    are called. A SIGTERM without a handler ends the process as ever.

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
            for number in (signal.SIGINT, signal.SIGTERM):
                handler = signal.getsignal(number)
                if callable(handler):
                    self._handlers[number] = handler
                    signal.signal(number, self._receive)
        return self

    def __exit__(self, *_):
        for number, handler in self._handlers.items():
            signal.signal(number, handler)
        self._handlers = {}

    def on_train_batch_begin(self, batch, logs=None):
        self.in_step = True

    def on_train_batch_end(self, batch, logs=None):
        self.in_step = False
        if self._pending is not None:
            number, self._pending = self._pending, None
            self._handlers[number](number, None)

    def _receive(self, number, frame):
        if self.in_step and self._pending is None:
            self._pending = number
        else:
            self._handlers[number](number, frame)
