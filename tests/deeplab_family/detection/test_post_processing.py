import numpy as np

from deeplab_family.detection.post_processing import best_detections

PROPOSALS = np.array(
    [[[0, 0, 20, 20], [0, 0, 20, 18], [40, 40, 80, 80], [0, 0, 0, 0]]],
    "float32",
)
VALID = np.array([[True, True, True, False]])
SIZE = np.array([[60, 100]], "int32")


def detect(probabilities, number=4, deltas=None, threshold=0.05):
    logits = np.log(np.array([probabilities], "float32"))
    if deltas is None:
        deltas = np.zeros((*logits.shape, 4), "float32")
    found = best_detections(
        PROPOSALS, VALID, logits, deltas, SIZE, threshold, 0.5, number
    )
    return {name: np.asarray(value)[0] for name, value in found.items()}


def test_one_of_two_of_a_class_and_both_of_two_classes():
    found = detect(
        [
            [0.01, 0.9, 0.09],
            [0.2, 0.7, 0.1],
            [0.37, 0.03, 0.6],
            [0.0001, 0.9998, 0.0001],
        ]
    )
    np.testing.assert_array_equal(found["classes"], [0, 1, 1, -1])
    np.testing.assert_allclose(found["scores"], [0.9, 0.6, 0.1, 0], atol=1e-6)
    # The second proposal's first class is covered, its second is the better.
    np.testing.assert_allclose(
        found["boxes"],
        [[0, 0, 20, 20], [40, 40, 80, 60], [0, 0, 20, 18], [0, 0, 0, 0]],
    )


def test_no_more_than_asked_for():
    found = detect([[0.2, 0.4, 0.4]] * 4, number=2)
    assert set(found["classes"]) == {0, 1}
    assert len(found["scores"]) == 2


def test_nothing_but_background():
    found = detect([[0.98, 0.01, 0.01]] * 4)
    np.testing.assert_array_equal(found["classes"], [-1] * 4)
    np.testing.assert_array_equal(found["boxes"], np.zeros((4, 4)))
    np.testing.assert_array_equal(found["scores"], np.zeros(4))


def test_each_class_moves_the_box_its_own_way():
    deltas = np.zeros((1, 4, 3, 4), "float32")
    deltas[0, 0, 2] = [10, 0, 0, 0]  # one width, in deviations of 0.1
    found = detect([[0.2, 0.3, 0.5]] + [[1, 1e-9, 1e-9]] * 3, deltas=deltas)
    np.testing.assert_array_equal(found["classes"][:2], [1, 0])
    np.testing.assert_allclose(
        found["boxes"][:2], [[20, 0, 40, 20], [0, 0, 20, 20]], atol=1e-4
    )
