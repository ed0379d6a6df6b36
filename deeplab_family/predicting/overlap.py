"""Work in the background: the next item is made while this one is used."""

import queue
import threading
from collections.abc import Callable, Iterable, Iterator

_PAUSE = 0.05
"""Seconds after which a waiting thread looks whether it is still wanted."""


def in_background(
    items: Iterable,
    change: Callable = lambda item: item,
    ahead: int = 2,
) -> Iterator:
    """Gives items, each changed by a function, from a thread of their own.

    Chained, each step runs in its own thread:

        frames = in_background(read(path))
        answers = in_background(frames, ask)
        for picture in in_background(answers, draw):
            write(picture)

    Args:
        items: only the thread asks for them. A generator is closed there.
        change: what becomes of each item. Defaults to itself.
        ahead: int >= 1, items that may wait to be used.

    Yields:
        The changed items in their order; then whatever error ended them is
        raised. Who stops early ends the thread by closing the generator.
    """
    waiting: queue.Queue = queue.Queue(ahead)
    stopped = threading.Event()

    def put(kind: str, value) -> bool:
        while not stopped.is_set():
            try:
                waiting.put((kind, value), timeout=_PAUSE)
                return True
            except queue.Full:
                continue
        return False

    def work():
        try:
            for item in items:
                if not put("item", change(item)):
                    break
            put("end", None)
        except BaseException as error:  # raised again where it is awaited
            put("error", error)
        finally:
            if hasattr(items, "close"):
                items.close()

    thread = threading.Thread(target=work, daemon=True)
    thread.start()
    try:
        while True:
            kind, value = waiting.get()
            if kind == "error":
                raise value
            if kind == "end":
                return
            yield value
    finally:
        stopped.set()
        thread.join()
