"""Pixel weights of a loss: per pixel and per image."""

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
