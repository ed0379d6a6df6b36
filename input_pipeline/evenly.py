"""Evenly spread choice of a few items out of many."""


def evenly(count: int, limit: int | None) -> list[int]:
    """Places to choose: neighbors in a video are alike, so not the first few.

    Args:
        count: int >= 0, how many there are.
        limit: int >= 1, how many to choose at most; None for all.

    Returns:
        Ascending places from 0 to `count - 1`.
    """
    chosen = count if limit is None else min(limit, count)
    return [index * count // chosen for index in range(chosen)]
