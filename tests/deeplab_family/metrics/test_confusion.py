import numpy as np
import pytest

from deeplab_family.metrics import confusion_matrix


def count_by_loop(labels, predictions, num_classes, ignore_label):
    table = np.zeros((num_classes + 2, num_classes + 1), "int64")
    for label, prediction in zip(labels.flat, predictions.flat, strict=True):
        row = num_classes + 1
        if 0 <= label < num_classes:
            row = label
        elif label == ignore_label:
            row = num_classes
        known = 0 <= prediction < num_classes
        table[row, prediction if known else num_classes] += 1
    return table


@pytest.mark.parametrize("dtype", ["uint8", "int32", "int64"])
@pytest.mark.parametrize("ignore_label", [255, 5])
def test_equals_a_plain_loop(dtype, ignore_label):
    rng = np.random.default_rng(0)
    labels = rng.choice([0, 1, 2, 4, 5, 200, 255], (2, 9, 7)).astype(dtype)
    predictions = rng.integers(0, 7, labels.shape).astype(dtype)

    table = confusion_matrix(labels, predictions, 5, ignore_label)

    np.testing.assert_array_equal(
        table, count_by_loop(labels, predictions, 5, ignore_label)
    )


def test_negative_and_huge_ids_are_counted_as_invalid():
    labels = np.array([-7, -1, 0, 1_000_000, 254, 255, 256], "int32")
    predictions = np.array([0, 1, -3, 0, 99, 0, 0], "int32")

    table = np.asarray(confusion_matrix(labels, predictions, 2))

    np.testing.assert_array_equal(
        table, count_by_loop(labels, predictions, 2, 255)
    )
    assert table[-1].sum() == 5


def test_a_negative_ignore_label_is_told_from_other_negative_ones():
    labels = np.array([-1, -2, 0, -1], "int32")

    table = np.asarray(confusion_matrix(labels, np.zeros(4, "int32"), 1, -1))

    np.testing.assert_array_equal(table, [[1, 0], [2, 0], [1, 0]])


def test_every_pixel_is_counted_once():
    rng = np.random.default_rng(1)
    labels, predictions = rng.integers(-300, 300, (2, 4, 50, 50))

    assert np.sum(confusion_matrix(labels, predictions, 21)) == labels.size
