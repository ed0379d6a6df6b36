"""IoU, accuracy and their means from a confusion matrix.

Every function takes the table of `confusion_matrix` (rows: labels, then
ignored, then invalid; columns: predictions, then invalid), adds its integers up
exactly and divides in float32 with `keras.ops`, so a metric and an evaluation
report agree. The table may be a numpy array or a tensor of integers, or the
`confusion` of a `MeanIoU`.
"""

from keras import ops

from deeplab_family.backend import join_float32, join_integer, split_counts


def class_iou(confusion):
    """Intersection over union of each class; NaN where a class is absent.

    A class is absent when it is neither labeled nor predicted in any judged
    pixel. One that is only predicted, or only labeled, scores 0.

    Args:
        confusion: integers `(..., num_classes + 2, num_classes + 1)`.

    Returns:
        float32 tensor `(..., num_classes)`.
    """
    judged = split_counts(confusion)[..., :-2, :]
    square = judged[..., :-1]
    hit = ops.diagonal(square, axis1=-2, axis2=-1)
    union = ops.sum(judged, axis=-1) + ops.sum(square, axis=-2) - hit
    return _divide_or_nan(join_float32(hit), join_float32(union))


def mean_over_present(values):
    """Mean over the last axis of what is not NaN; NaN when nothing is."""
    absent = ops.isnan(values)
    total = ops.sum(ops.where(absent, 0.0, values), axis=-1)
    present = ops.sum(ops.cast(ops.logical_not(absent), values.dtype), axis=-1)
    return _divide_or_nan(total, present)


def pixel_accuracy(confusion):
    """Share of judged pixels that were predicted right; NaN without any."""
    judged = split_counts(confusion)[:, :-2]
    hits = ops.sum(ops.diagonal(judged[..., :-1], axis1=1, axis2=2), axis=1)
    total = ops.sum(judged, axis=(1, 2))
    return _divide_or_nan(join_float32(hits), join_float32(total))


def invalid_count(confusion):
    """Number of pixels whose label is unknown, or prediction no class.

    Predictions on ignored pixels are not held against anybody.

    Returns:
        int64 scalar tensor; int32 that stops at 2**31 - 1 where the backend
        has no int64.
    """
    counts = split_counts(confusion)
    unknown = ops.sum(counts[:, -1], axis=1)
    return join_integer(unknown + ops.sum(counts[:, :-2, -1], axis=1))


def _divide_or_nan(numerator, denominator):
    safe = ops.where(denominator > 0, denominator, 1.0)
    return ops.where(denominator > 0, numerator / safe, float("nan"))
