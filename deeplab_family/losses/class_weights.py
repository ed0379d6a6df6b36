"""Class weights of a loss, as plain numbers."""

import math
import operator
from collections.abc import Mapping


def read_class_weights(weights):
    """Class weights as plain numbers.

    Args:
        weights: numbers >= 0 in the order of the classes, a dict of some
            class ids and their weights, or None. A weight may be None, as the
            doctor gives it to classes that never occur; it is 1.

    Returns:
        A tuple of floats, a dict of ints and floats, or None.

    Raises:
        ValueError: if they are anything else, negative or not finite, or all
            of a sequence are 0.
    """
    if weights is None:
        return None
    try:
        read = _read(weights)
    except (TypeError, ValueError) as error:
        raise ValueError(
            "`class_weights` must be one number for each class, or a dict "
            f"from class ids to numbers. Received: {weights!r}"
        ) from error
    by_id = isinstance(read, dict)
    numbers = list(read.values()) if by_id else read
    in_range = all(math.isfinite(number) and number >= 0 for number in numbers)
    if not in_range or not (by_id or any(numbers)):
        raise ValueError(
            "`class_weights` must be finite and >= 0, and not all 0. "
            f"Received: {weights!r}"
        )
    if by_id and any(key < 0 for key in read):
        raise ValueError(
            "`class_weights` must be keyed by class ids >= 0. "
            f"Received: {weights!r}"
        )
    return read


def with_ids(config: dict) -> dict:
    """A loss' stored config whose class weights have ints as ids again."""
    weights = config.get("class_weights")
    if isinstance(weights, dict):  # JSON has made the ids strings
        weights = {int(key): value for key, value in weights.items()}
    return {**config, "class_weights": weights}


def weight_of_each_class(weights, num_classes: int) -> list[float]:
    """The weights of the classes 0, 1, ...; 1 for those not in a dict.

    Raises:
        ValueError: if there are not `num_classes`, an id is no class, or no
            class has a weight above 0.
    """
    if isinstance(weights, dict):
        strange = sorted(key for key in weights if key >= num_classes)
        if strange:
            raise ValueError(
                f"`class_weights` must be keyed by the class ids "
                f"0..{num_classes - 1} of `y_pred`. Received: {strange}"
            )
        weights = [weights.get(key, 1.0) for key in range(num_classes)]
    if len(weights) != num_classes or not any(weights):
        raise ValueError(
            f"`class_weights` must be {num_classes} numbers, one for each "
            "class of `y_pred`, not all 0. Received: "
            f"{len(weights)} numbers, {tuple(weights)}"
        )
    return list(weights)


def _read(weights):
    if isinstance(weights, str):
        raise TypeError
    if isinstance(weights, Mapping):
        return {
            operator.index(key): _number(weight)
            for key, weight in weights.items()
        }
    return tuple(map(_number, weights))


def _number(weight) -> float:
    return 1.0 if weight is None else float(weight)
