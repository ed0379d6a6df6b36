"""A network's answer in the pixels of the photograph."""

import numpy as np

from deeplab_family.detection.scores import in_photograph

OUTPUT = {
    "boxes": np.array(
        [[10, 20, 40, 60], [0, 0, 0, 0], [-5, 90, 120, 130]], np.float32
    ),
    "scores": np.array([0.9, 0, 0.4], np.float32),
    "classes": np.array([2, -1, 0], np.int32),
}


def test_boxes_are_stretched_cut_and_empty_places_left_out():
    """From 100 x 100 (of a larger input) to 200 high, 50 wide."""
    found = in_photograph(OUTPUT, (100, 100), (200, 50))
    np.testing.assert_allclose(
        found.boxes, [[5, 40, 20, 120], [0, 180, 50, 200]]
    )
    np.testing.assert_array_equal(found.classes, [2, 0])
    np.testing.assert_allclose(found.scores, [0.9, 0.4])
    assert found.masks is None and len(found) == 2


def test_masks_are_pasted_into_the_photograph():
    masks = np.zeros((3, 28, 28), np.float32)
    masks[0, :14] = 1  # the upper half
    masks[2] = 1
    found = in_photograph({**OUTPUT, "masks": masks}, (100, 100), (200, 50))
    upper, cut = found.masks
    assert (upper.left, upper.top) == (5, 40)
    assert upper.mask[:40].all() and not upper.mask[40:].any()
    assert upper.mask.shape == (80, 15)
    assert cut.mask.all() and cut.mask.shape == (20, 50)


def test_low_scores_are_left_out_with_their_masks():
    masks = np.ones((3, 28, 28), np.float32)
    found = in_photograph({**OUTPUT, "masks": masks}, (100, 100), (100, 100))
    high = found.above(0.5)
    assert high.classes.tolist() == [2]
    assert [mask.top for mask in high.masks] == [20]
    assert len(found.above(0.4)) == 2
