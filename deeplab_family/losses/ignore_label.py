"""Ignore label: logits, labels and weights of the pixels that count."""

import operator
from typing import Any, NamedTuple

from keras import ops

from deeplab_family.backend import check_at_run_time, sum_over_replicas
from deeplab_family.label_checks import (
    as_label_map,
    check_same_size,
    first_where,
    static_shape,
    whole_ids,
)
from deeplab_family.losses.label_downsampling import downsample_labels
from deeplab_family.losses.pixel_weights import as_pixel_weights, check_weights


class LabeledPixels(NamedTuple):
    """The pixels of one batch.

    Attributes:
        labels: int32 `(batch, height, width)`, each a class; 0 where ignored.
        logits: float32 `(batch, height, width, num_classes)`.
        weights: float32 `(batch, height, width)`, >= 0; 0 where ignored.
        sound: bool scalar. Whether labels and weights are what they must be;
            if not, no honest loss exists.
    """

    labels: Any
    logits: Any
    weights: Any
    sound: Any

    @property
    def cross_entropy(self):
        """float32 `(batch, height, width)`, meaningless where ignored."""
        return ops.sparse_categorical_crossentropy(
            self.labels, self.logits, from_logits=True
        )

    def nan_unless_sound(self, loss):
        """The loss; NaN, with a gradient of zero, if there is no honest one."""
        return ops.where(self.sound, loss, float("nan"))


def labeled_pixels(
    y_true, y_pred, sample_weight, ignore_label, label_downsampling=None
) -> LabeledPixels:
    """Reads the arguments of a loss.

    Args:
        y_true: class ids `(batch, height, width)`, or with a last dimension of
            1, of any numeric dtype.
        y_pred: logits `(batch, height, width, num_classes)`, of any float
            dtype. A single one is that of class 1; class 0 has the logit 0. A
            Keras mask on them weighs hidden pixels 0.
        sample_weight: None, or weights >= 0 of the pixels (shaped as `y_true`)
            or of the images, `(batch,)`.
        ignore_label: int. Label of the pixels that count for nothing.
        label_downsampling: how labels and their weights shrink to the size of
            the logits; None wants both at the same size.

    Raises:
        ValueError: if shapes do not fit; also, where it can be seen, if a
            label is neither a class nor `ignore_label`, or a weight is
            negative or not finite.
    """
    mask = getattr(y_pred, "_keras_mask", None)
    logits = _as_logits(y_pred)
    maps = [_as_labels(y_true, logits, label_downsampling)]
    if sample_weight is not None:
        maps.append(as_pixel_weights(sample_weight, "sample_weight", maps[0]))
    if label_downsampling is not None:
        size = ops.shape(logits)[1:3]
        maps = [downsample_labels(m, size, label_downsampling) for m in maps]
    labels, *weights = maps
    if mask is not None:
        weights.append(as_pixel_weights(mask, "y_pred._keras_mask", labels))
    labels, fit = check_same_size(labels, logits[..., 0])
    labels, valid, known = _check_ids(labels, logits.shape[-1], ignore_label)
    weights, weigh = check_weights(weights, labels)
    weights = weights * ops.cast(valid, "float32")
    sound = ops.logical_and(ops.logical_and(fit, known), weigh)
    return LabeledPixels(labels, logits, weights, sound)


def read_ignore_label(ignore_label) -> int:
    """The argument of a loss, checked.

    Raises:
        ValueError: if it is no whole number.
    """
    try:
        return operator.index(ignore_label)
    except TypeError as error:
        raise ValueError(
            "`ignore_label` must be a whole number; one that no label has, as "
            f"-1, ignores nothing. Received: {ignore_label!r}"
        ) from error


def _as_logits(y_pred):
    logits = ops.cast(ops.convert_to_tensor(y_pred), "float32")
    shape = static_shape(logits, "y_pred")
    if len(shape) != 4 or shape[-1] is None:
        raise ValueError(
            "`y_pred` must be logits `(batch, height, width, num_classes)` of "
            f"a batch of images. Received shape: {shape}"
        )
    if shape[-1] == 1:
        # softmax of (0, z) is the sigmoid of z
        return ops.concatenate([ops.zeros_like(logits), logits], axis=-1)
    return logits


def _as_labels(y_true, logits, label_downsampling):
    batch, *size = logits.shape[:3]
    advice = "Crop the labels, or set `label_downsampling`."
    if label_downsampling is not None:
        size, advice = (None, None), ""
    return as_label_map(ops.convert_to_tensor(y_true), (batch, *size), advice)


def _check_ids(labels, num_classes, ignore_label):
    """Classes, where they are valid, and whether all others are ignored."""
    ids = whole_ids(labels)
    valid = ops.not_equal(ids, ignore_label)
    known = ops.logical_and(ids >= 0, ids < num_classes)
    strange = ops.logical_and(valid, ops.logical_not(known))
    all_known = ops.logical_not(ops.any(strange))
    ids = check_at_run_time(
        ids,
        all_known,
        f"`y_true` must hold class ids 0..{num_classes - 1} or "
        f"{ignore_label} (ignored).",
        first_where(strange, labels),
    )
    valid = ops.logical_and(valid, known)
    return ops.where(valid, ids, 0), valid, all_known


def global_mean(losses, weights):
    """This replica's share of the mean over the global batch.

    The shares of all replicas add up to the weighted mean; nothing to weigh
    gives 0.

    Args:
        losses: float32 tensor.
        weights: float32 tensor of the same shape, each >= 0.

    Returns:
        float32 scalar.
    """
    total = sum_over_replicas(ops.sum(weights))
    return ops.sum(losses * weights) / ops.maximum(total, 1e-8)
