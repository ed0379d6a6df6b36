"""Pixel weights of a loss: per pixel, per image and per class."""

import math
import operator
from collections.abc import Mapping

from keras import ops

from deeplab_family.backend import check_at_run_time
from deeplab_family.label_checks import (
    first_where,
    static_shape,
)


def as_pixel_weights(weights, name: str, labels):
    """One weight for each label.

    Args:
        weights: numeric or bool tensor `(batch,)`, `(batch, 1, 1)` or
            `(batch, height, width)`, or the latter two with a last dimension
            of 1.
        name: what it is, for messages.
        labels: tensor `(batch, height, width)`.

    Returns:
        float32 tensor of the shape of `labels`.

    Raises:
        ValueError: if the shape is another one.
    """
    weights = ops.cast(ops.convert_to_tensor(weights), "float32")
    received = static_shape(weights, name)
    if len(received) == 4 and received[-1] == 1:
        weights = ops.squeeze(weights, axis=-1)
    elif len(received) == 1:
        weights = weights[:, None, None]
    message = (
        f"`{name}` must be one weight for each image, `(batch,)`, or for each "
        "pixel, `(batch, height, width)`. To weigh classes, use "
        "`MaskedCrossEntropy(class_weights=...)`, not "
        "`fit(class_weight=...)`."
    )
    if not _fits(tuple(weights.shape), tuple(labels.shape)):
        raise ValueError(
            f"{message} Received: shape {received} for labels "
            f"{tuple(labels.shape)}"
        )
    if None in (*weights.shape, *labels.shape):
        weights = _check_size(weights, ops.shape(labels), message)
    return ops.broadcast_to(weights, ops.shape(labels))


def check_weights(weights: list, labels):
    """The product of weights, and whether each of them can be one.

    Args:
        weights: list of float32 tensors of the shape of `labels`.
        labels: tensor.

    Returns:
        float32 tensor of that shape, 0 for what can be no weight; and a bool
        scalar tensor, False if there is such a one.

    Raises:
        ValueError: if a weight is negative or not finite, where it can be
            seen.
    """
    product = ops.ones(ops.shape(labels), "float32")
    if not weights:
        return product, True
    for weight in weights:
        product = product * weight
    good = ops.logical_and(product >= 0, product < float("inf"))
    product = check_at_run_time(
        product,
        ops.all(good),
        "`sample_weight` must be finite and >= 0.",
        first_where(ops.logical_not(good), product),
    )
    return ops.where(good, product, 0.0), ops.all(good)


def _fits(shape, labels_shape):
    return len(shape) == len(labels_shape) and (
        _equal(shape[0], labels_shape[0])
        and (
            shape[1:] == (1, 1) or all(map(_equal, shape[1:], labels_shape[1:]))
        )
    )


def _equal(a, b):
    return a is None or b is None or a == b


def _check_size(weights, labels_shape, message):
    sizes = ops.array(ops.shape(weights))
    of_pixels = ops.array(labels_shape)
    of_images = ops.array([labels_shape[0], 1, 1])
    fits = ops.logical_or(
        ops.all(sizes == of_pixels), ops.all(sizes == of_images)
    )
    return check_at_run_time(weights, fits, message, sizes)


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
