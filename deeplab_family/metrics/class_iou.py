"""Quality figures that follow from a confusion matrix.

Every function takes the table of `confusion_matrix` (rows: labels, then
ignored, then invalid; columns: predictions, then invalid) and computes in
float32 with `keras.ops`, so a metric and an evaluation report agree.
"""

from keras import ops


def class_iou(confusion):
    """Intersection over union of each class; NaN where a class is absent.

    A class is absent when it is neither labeled nor predicted in any judged
    pixel. One that is only predicted, or only labeled, scores 0.

    Args:
        confusion: integer tensor `(num_classes + 2, num_classes + 1)`.

    Returns:
        float32 tensor `(num_classes,)`.
    """
    judged = _judged(confusion)
    square = judged[:, :-1]
    hit = ops.diagonal(square)
    union = ops.sum(judged, axis=1) + ops.sum(square, axis=0) - hit
    return _divide_or_nan(hit, union)


def mean_over_present(values):
    """Mean of the entries that are not NaN; NaN when all of them are."""
    absent = ops.isnan(values)
    total = ops.sum(ops.where(absent, 0.0, values))
    present = ops.sum(ops.cast(ops.logical_not(absent), values.dtype))
    return _divide_or_nan(total, present)


def pixel_accuracy(confusion):
    """Share of judged pixels that were predicted right; NaN without any."""
    judged = _judged(confusion)
    hits = ops.sum(ops.diagonal(judged[:, :-1]))
    return _divide_or_nan(hits, ops.sum(judged))


def invalid_count(confusion):
    """Number of pixels whose label is unknown, or prediction no class.

    Predictions on ignored pixels are not held against anybody.
    """
    return ops.sum(confusion[-1]) + ops.sum(confusion[:-2, -1])


def _judged(confusion):
    return ops.convert_to_tensor(confusion)[:-2]


def _divide_or_nan(numerator, denominator):
    numerator = ops.cast(numerator, "float32")
    denominator = ops.cast(denominator, "float32")
    safe = ops.where(denominator > 0, denominator, 1.0)
    return ops.where(denominator > 0, numerator / safe, float("nan"))
