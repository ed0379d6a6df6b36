"""Bisection: the smallest number of float32 parts that keeps a limit."""

from collections.abc import Callable


def fewest(holds: Callable[[int], bool], most: int) -> int | None:
    """Find the smallest number for which something holds, in few trials.

    Doubles the number until it holds, then halves the gap: about
    `2 * log2(answer)` trials. Takes for granted that what holds for a number
    holds for every larger one.

    Args:
        holds: the trial.
        most: the largest number to try, at least 0.

    Returns:
        The number, or `None` if it does not hold for `most` either.
    """
    fails, number = -1, 0
    while not holds(number):
        if number == most:
            return None
        fails, number = number, min(most, max(1, 2 * number))
    while number - fails > 1:
        middle = (number + fails) // 2
        if holds(middle):
            number = middle
        else:
            fails = middle
    return number
