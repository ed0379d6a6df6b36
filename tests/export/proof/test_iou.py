import numpy as np

from deeplab_family.metrics import class_iou as keras_class_iou
from deeplab_family.metrics import mean_over_present
from export.proof.iou import class_iou, mean_iou


def counts(matrices=5, classes=4):
    rng = np.random.default_rng(0)
    shape = (matrices, classes + 2, classes + 1)
    confusion = rng.integers(0, 50, shape)
    # A class that occurs nowhere in the first matrix.
    confusion[0, 2] = confusion[0, :, 2] = 0
    return confusion


def test_every_matrix_scores_as_the_library_scores_it():
    confusion = counts()
    for one, iou, mean in zip(
        confusion, class_iou(confusion), mean_iou(confusion), strict=True
    ):
        expected = np.asarray(keras_class_iou(one))
        np.testing.assert_allclose(iou, expected, rtol=1e-6)
        np.testing.assert_allclose(mean, mean_over_present(expected), rtol=1e-6)


def test_without_any_judged_pixel_there_is_no_score():
    assert np.isnan(mean_iou(np.zeros((6, 5), int)))
