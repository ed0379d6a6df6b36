"""Ranges of flags' values, checked when they are read: errors name the flag."""

import math


def require_least(options, *names: str, least: int = 1) -> None:
    """Refuses a number below the least that is allowed.

    Args:
        options: of a command.
        names: of its fields, each a number, several, or None for not given.
        least: the smallest number allowed.

    Raises:
        ValueError: names the flag.
    """
    for name in names:
        value = getattr(options, name)
        numbers = value if isinstance(value, tuple) else (value,)
        if value is not None and not all(one >= least for one in numbers):
            raise ValueError(
                f"{flag(name)} must be at least {least}. Received: "
                f"{text(value)}"
            )


def require_above_zero(options, *names: str) -> None:
    """Refuses numbers that are not above 0.

    Args:
        options: of a command.
        names: of its fields; None for not given.

    Raises:
        ValueError: names the flag.
    """
    for name in names:
        value = getattr(options, name)
        if value is not None and not 0 < value < math.inf:
            raise ValueError(
                f"{flag(name)} must be above 0. Received: {text(value)}"
            )


def require_share(value: float | None, name: str = "val_share") -> None:
    """Refuses what is no share: at least 0 and less than 1.

    Args:
        value: None for not given.
        name: of the field.

    Raises:
        ValueError: names the flag.
    """
    if value is not None and not 0 <= value < 1:
        raise ValueError(
            f"{flag(name)} must be at least 0 and less than 1. Received: "
            f"{text(value)}"
        )


def flag(name: str) -> str:
    """The flag of a field: "--batch-size" of "batch_size"."""
    return "--" + name.replace("_", "-")


def text(value) -> str:
    """A value as it is typed: numbers divided by spaces."""
    values = value if isinstance(value, tuple) else (value,)
    return " ".join(f"{one:g}" for one in values)
