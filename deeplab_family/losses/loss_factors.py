"""Factors of the losses in a sum, as plain numbers."""

from collections.abc import Sequence


def read_factors(factors: Sequence[float] | None, count: int) -> tuple:
    """One factor for each loss.

    Args:
        factors: `count` numbers > 0; None, or none at all, for ones.
        count: int >= 1, number of losses.

    Returns:
        A tuple of floats.

    Raises:
        ValueError: if there are more or fewer, or one is not > 0 and finite.
    """
    if factors is None or len(factors) == 0:
        return (1.0,) * count
    factors = tuple(map(float, factors))
    in_range = all(0 < factor < float("inf") for factor in factors)
    if len(factors) != count or not in_range:
        raise ValueError(
            f"`factors` must be {count} finite numbers > 0, one for each of "
            f"the `losses`. Received: {factors}"
        )
    return factors
