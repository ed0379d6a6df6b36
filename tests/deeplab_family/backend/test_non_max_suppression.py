import keras
import numpy as np
import pytest

from deeplab_family.backend import NEVER, suppress_non_maxima
from deeplab_family.backend.non_max_suppression import _by_loop

BOXES = np.array(
    [[0, 0, 10, 10], [0, 0, 10, 8], [0, 0, 10, 4], [20, 0, 30, 10]], "float32"
)
SCORES = np.array([0.9, 0.95, 0.8, 0.1], "float32")


def kept(boxes, scores, *args, **kwargs):
    """Indices that are kept of a single image."""
    indices, found = suppress_non_maxima(
        boxes[None], scores[None], *args, **kwargs
    )
    assert np.all(np.asarray(indices)[~np.asarray(found)] == 0)
    return np.asarray(indices)[np.asarray(found)].tolist()


def test_boxes_by_hand():
    # IoU with box 1: 0.8, 1, 0.5, 0.
    assert kept(BOXES, SCORES, 4, 0.7) == [1, 2, 3]
    assert kept(BOXES, SCORES, 4, 0.49) == [1, 3]
    assert kept(BOXES, SCORES, 4, 0.85) == [1, 0, 2, 3]


def test_an_overlap_of_just_the_threshold_stays():
    assert kept(BOXES, SCORES, 4, 0.5) == [1, 2, 3]


def test_a_suppressed_box_suppresses_nothing():
    chain = np.array([[0, 0, 10, 1], [4, 0, 14, 1], [8, 0, 18, 1]], "float32")
    falling = np.array([3.0, 2.0, 1.0], "float32")
    assert kept(chain, falling, 3, 0.4) == [0, 2]


def test_no_more_than_asked_for_and_no_score_of_never():
    assert kept(BOXES, SCORES, 2, 0.7) == [1, 2]
    scores = np.where([0, 1, 0, 1], NEVER, SCORES).astype("float32")
    assert kept(BOXES, scores, 4, 0.7) == [0, 2]
    nothing = np.full(4, NEVER, "float32")
    assert kept(BOXES, nothing, 4, 0.7) == []


def test_groups_do_not_see_each_other():
    groups = np.array([[0, 1, 0, 1]])
    assert kept(BOXES, SCORES, 4, 0.3, groups) == [1, 0, 3]


def plain(boxes, scores, max_boxes, threshold):
    order, chosen = np.argsort(-scores, kind="stable"), []
    for index in order:
        box = boxes[index]
        for other in boxes[chosen]:
            low = np.maximum(box[:2], other[:2])
            high = np.minimum(box[2:], other[2:])
            shared = np.prod(np.maximum(high - low, 0))
            areas = [np.prod(b[2:] - b[:2]) for b in (box, other)]
            if shared > threshold * (sum(areas) - shared):
                break
        else:
            chosen.append(index)
    return chosen[:max_boxes]


@pytest.mark.parametrize("road", [suppress_non_maxima, _by_loop])
def test_both_roads_keep_what_plain_python_keeps(road):
    generator = np.random.default_rng(0)
    corners = generator.uniform(0, 60, (3, 80, 2))
    size = generator.uniform(5, 40, (3, 80, 2))
    boxes = np.concatenate([corners, corners + size], -1).astype("float32")
    scores = generator.normal(size=(3, 80)).astype("float32")
    tensors = map(keras.ops.convert_to_tensor, (boxes, scores))
    indices, found = map(np.asarray, road(*tensors, 25, 0.4))
    for image in range(3):
        expected = plain(boxes[image], scores[image], 25, 0.4)
        assert indices[image][found[image]].tolist() == expected


def test_an_image_answers_alike_alone():
    generator = np.random.default_rng(1)
    corners = generator.uniform(0, 50, (2, 30, 2))
    boxes = np.concatenate([corners, corners + 20], -1).astype("float32")
    scores = generator.normal(size=(2, 30)).astype("float32")
    together, _ = suppress_non_maxima(boxes, scores, 10, 0.3)
    alone, _ = suppress_non_maxima(boxes[1:], scores[1:], 10, 0.3)
    np.testing.assert_array_equal(together[1:], alone)
