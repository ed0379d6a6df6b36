"""Confusion matrix: labels by predictions, ignored and invalid apart."""

from keras import ops

from deeplab_family.backend import count_ids
from deeplab_family.label_checks import whole_ids


def confusion_matrix(
    labels, predictions, num_classes: int, ignore_label: int = 255
):
    """Counts every pixel once; what has no place in the table gets its own.

    Rows `0..num_classes-1` are labeled classes, row `-2` holds the ignored
    pixels and row `-1` those whose label is neither a class nor ignored.
    Columns `0..num_classes-1` are predicted classes, column `-1` holds the
    predictions that are no class. So the sum is the number of pixels, always.

    Args:
        labels: array or tensor of class ids, any shape and numeric dtype. What
            is no whole number is neither a class nor ignored.
        predictions: array or tensor of class ids, same shape.
        num_classes: int > 0. Number of classes.
        ignore_label: int outside `0..num_classes-1`. Label of the pixels that
            are not judged. Defaults to 255.

    Returns:
        int32 tensor of shape `(num_classes + 2, num_classes + 1)`.
    """
    lowest = min(0, ignore_label) - 1
    highest = max(num_classes, ignore_label + 1)
    # One id below and one above everything expected collect all strangers.
    rows = ops.clip(_ids(labels), lowest, highest) - lowest
    columns = ops.clip(_ids(predictions), -1, num_classes) + 1
    height, width = highest - lowest + 1, num_classes + 2
    counts = count_ids(rows * width + columns, height * width)
    table = _fold_columns(ops.reshape(counts, (height, width)))
    return _fold_rows(table, -lowest, num_classes, ignore_label - lowest)


def _ids(values):
    return whole_ids(ops.convert_to_tensor(values))


def _fold_columns(table):
    strangers = table[:, :1] + table[:, -1:]
    return ops.concatenate([table[:, 1:-1], strangers], axis=1)


def _fold_rows(table, first: int, num_classes: int, ignored_row: int):
    known = table[first : first + num_classes]
    ignored = table[ignored_row : ignored_row + 1]
    total = ops.sum(table, axis=0, keepdims=True)
    invalid = total - ignored - ops.sum(known, axis=0, keepdims=True)
    return ops.concatenate([known, ignored, invalid], axis=0)
