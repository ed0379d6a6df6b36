"""Progress of a step that takes minutes, for whoever shows it."""

from collections.abc import Callable

Progress = Callable[[str, int, int], None]


def silent(words: str, done: int, total: int) -> None:
    """Says nothing.

    Args:
        words: what is being done.
        done: steps that lie behind.
        total: steps in all, 0 where nobody knows yet.
    """
