"""Inference queue: one image at a time, and few that wait."""

import contextlib
import threading
from collections.abc import Iterator
from http import HTTPStatus

from deeplab_family.app.refusal import Refused

WAITING = 4
PATIENCE = 120.0
TO_END = 20.0


class InferenceQueue:
    """Places for requests, of which one has its turn.

    Args:
        waiting: int >= 0, how many may wait beside the one that has its turn.
        patience: seconds > 0 after which waiting is given up.
    """

    def __init__(self, waiting: int = WAITING, patience: float = PATIENCE):
        self._places = threading.BoundedSemaphore(1 + waiting)
        self._turn = threading.Lock()
        self._patience = patience

    @contextlib.contextmanager
    def place(self) -> Iterator[None]:
        """A place: before an image is read, so that few are in memory.

        Raises:
            Refused: 503 if there is none.
        """
        if not self._places.acquire(blocking=False):
            raise _busy()
        try:
            yield
        finally:
            self._places.release()

    @contextlib.contextmanager
    def turn(self) -> Iterator[None]:
        """The turn, within a place.

        Raises:
            Refused: 503 if it does not come.
        """
        if not self._turn.acquire(timeout=self._patience):
            raise _busy()
        try:
            yield
        finally:
            self._turn.release()

    def close(self, patience: float = TO_END) -> None:
        """Gives no more turns, and waits for the one that there is.

        A process that ends while TensorFlow computes in a thread is aborted.

        Args:
            patience: seconds to wait at most.
        """
        self._turn.acquire(timeout=patience)


def _busy() -> Refused:
    return Refused(
        HTTPStatus.SERVICE_UNAVAILABLE,
        "The network is busy with other images. Try again in a moment.",
    )
