"""Work in the background: the next item is made while this one is used."""

import collections
import queue
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor

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


def in_parallel(
    items: Iterable, changes: Sequence[Callable], ahead: int = 1
) -> Iterator:
    """Gives items in their order, some of them changed at the same time.

    Args:
        items: asked for by who asks for the results.
        changes: functions that make the same of an item; each is called for
            one item at a time.
        ahead: int >= 0, items that may wait to be changed.

    Yields:
        The changed items; an error is raised in the place of its item. Who
        stops early waits for what is being changed.
    """
    free: queue.SimpleQueue = queue.SimpleQueue()
    for change in changes:
        free.put(change)

    def changed(item):
        change = free.get()
        try:
            return change(item)
        finally:
            free.put(change)

    waiting: collections.deque = collections.deque()
    with ThreadPoolExecutor(len(changes)) as pool:
        try:
            for item in items:
                waiting.append(pool.submit(changed, item))
                if len(waiting) > len(changes) + ahead:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        finally:
            for future in waiting:
                future.cancel()
            if hasattr(items, "close"):
                items.close()
