"""Label maps as losses and metrics take them, checked."""

import keras
from keras import ops

from deeplab_family.backend import check_at_run_time

LARGEST_ID = 2**30
NO_ID = -LARGEST_ID


def as_label_map(labels, map_shape, advice=""):
    """Class ids as a map of the pixels they belong to.

    Args:
        labels: numeric tensor, `(batch, height, width)` or with a last
            dimension of 1.
        map_shape: the static shape of the map to fit; None where unknown.
        advice: str, what to do about another size.

    Returns:
        `labels`, without a last dimension that the map has not.

    Raises:
        ValueError: if they are one-hot, or a map of another rank or size.
    """
    shape = static_shape(labels, "y_true")
    if len(shape) == len(map_shape) + 1:
        if shape[-1] not in (1, None):
            raise ValueError(
                "`y_true` must hold one class id for each pixel, "
                "`(batch, height, width)`. Turn one-hot labels into ids with "
                f"`keras.ops.argmax(labels, axis=-1)`. Received shape: {shape}"
            )
        labels, shape = ops.squeeze(labels, axis=-1), shape[:-1]
    agree = len(shape) == len(map_shape) and all(
        a is None or b is None or a == b
        for a, b in zip(shape, map_shape, strict=True)
    )
    if not agree:
        raise ValueError(
            "`y_true` and `y_pred` must cover the same pixels, "
            f"`(batch, height, width)`. {advice} Received: labels {shape}, "
            f"predictions {tuple(map_shape)}".replace(".  ", ". ")
        )
    return labels


def check_same_size(labels, predictions):
    """The labels, and whether there is one for each prediction.

    Sizes that are known were compared by `as_label_map`; this compares those
    that are known only when it runs.

    Args:
        labels: tensor `(batch, height, width)`.
        predictions: tensor of that shape.

    Returns:
        `labels` and a bool scalar, False where sizes differ in a program that
        cannot raise.

    Raises:
        ValueError: or what `check_at_run_time` raises, if the sizes differ.
    """
    if None not in (*labels.shape, *predictions.shape):
        return labels, True
    sizes = ops.stack(
        [ops.array(ops.shape(maps)) for maps in (labels, predictions)]
    )
    fits = ops.all(ops.equal(sizes[0], sizes[1]))
    message = "`y_true` and `y_pred` must cover the same pixels."
    return check_at_run_time(labels, fits, message, sizes), fits


def static_shape(tensor, name: str) -> tuple:
    """The shape, None for sizes that are known only when it runs.

    Raises:
        ValueError: if not even the rank is known.
    """
    try:
        return tuple(tensor.shape)
    except ValueError as error:
        raise ValueError(
            f"`{name}` must have a known number of dimensions. Call "
            "`set_shape` on it in the data pipeline."
        ) from error


def first_where(marked, values):
    """The first marked value of a tensor, or its first one: a scalar."""
    marks = ops.cast(ops.reshape(marked, (-1,)), "int32")
    return ops.take(ops.reshape(values, (-1,)), ops.argmax(marks))


def whole_ids(labels):
    """Ids as int32, none of which became another one.

    Args:
        labels: numeric tensor of any shape.

    Returns:
        int32 tensor of ids clipped to +-2**30. What is no whole number, as NaN,
        is -2**30, `NO_ID`.
    """
    dtype = keras.backend.standardize_dtype(labels.dtype)
    if "float" in dtype:
        labels = ops.cast(labels, "float32")
        clipped = ops.clip(labels, NO_ID, LARGEST_ID)
        whole = ops.equal(labels, ops.floor(labels))
        labels = ops.where(whole, clipped, NO_ID)
    elif dtype in ("uint32", "uint64"):
        labels = ops.minimum(labels, ops.cast(LARGEST_ID, dtype))
    elif dtype == "int64":
        labels = ops.clip(labels, NO_ID, LARGEST_ID)
    return ops.cast(labels, "int32")
