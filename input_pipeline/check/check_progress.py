"""Progress of the checks of all files, for whoever shows it.

The checks lie deep below a call that makes batches, so who watches is not
handed down, but set around that call.
"""

import contextlib
from collections.abc import Callable, Iterable, Iterator
from contextvars import ContextVar

Show = Callable[[str, int, int], None]
_show: ContextVar[Show | None] = ContextVar("show", default=None)


@contextlib.contextmanager
def watched(show: Show) -> Iterator[None]:
    """Tells `show` how far checks are that start within the block.

    Args:
        show: takes what is counted, how many are done, and of how many; in
            the thread that makes the batches.
    """
    token = _show.set(show)
    try:
        yield
    finally:
        _show.reset(token)


def counted(what: str, items: Iterable, total: int) -> Iterator:
    """Passes items on and counts them for who watches.

    Args:
        what: in a few words, like "checking files".
        items: anything.
        total: how many there are.
    """
    show = _show.get()
    for number, item in enumerate(items, 1):
        if show is not None:
            show(what, number, total)
        yield item
