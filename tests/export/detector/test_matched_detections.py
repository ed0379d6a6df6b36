import numpy as np
import pytest

from export.detector.matched_detections import match_detections


def answer(*objects):
    """One image: `(x1, y1, x2, y2, class, score)` of each object."""
    table = np.array(objects, np.float32)
    return {
        "boxes": table[None, :, :4],
        "classes": table[None, :, 4].astype(int),
        "scores": table[None, :, 5],
    }


CAR = (0, 0, 100, 50, 0, 0.9)
BUS = (200, 0, 300, 80, 1, 0.8)
EMPTY = (0, 0, 0, 0, -1, 0.0)


def test_the_order_of_places_does_not_matter():
    found = match_detections(answer(CAR, BUS, EMPTY), answer(EMPTY, BUS, CAR))
    assert (found.objects, found.unmatched) == (2, 0)
    assert found.box == found.score == found.mask == 0


def test_distances_are_those_of_the_pairs():
    moved = (0.5, 0, 100, 50, 0, 0.7)
    found = match_detections(answer(CAR, BUS), answer(BUS, moved))
    assert found.box == 0.5
    assert found.score == pytest.approx(0.2)


@pytest.mark.parametrize(
    "other",
    [
        (0, 0, 100, 50, 1, 0.9),  # another class
        (0, 0, 100, 30, 0, 0.9),  # IoU .6
        EMPTY,
    ],
)
def test_what_has_no_partner_counts_on_both_sides(other):
    found = match_detections(answer(CAR), answer(other))
    assert found.objects == 0
    assert found.unmatched == (1 if other is EMPTY else 2)


def test_one_object_is_the_partner_of_one():
    found = match_detections(answer(CAR, CAR), answer(CAR, EMPTY))
    assert (found.objects, found.unmatched) == (1, 1)


def test_objects_of_hardly_any_score_may_be_missing():
    faint = (0, 60, 100, 90, 0, 0.05)
    found = match_detections(answer(CAR, faint), answer(CAR, EMPTY), 0.1)
    assert (found.objects, found.unmatched) == (1, 0)


def test_masks_are_compared_with_their_boxes():
    ours, theirs = answer(CAR, BUS), answer(BUS, CAR)
    masks = np.stack([np.zeros((28, 28)), np.ones((28, 28))])
    ours["masks"], theirs["masks"] = masks[None], masks[None, ::-1].copy()
    assert match_detections(ours, theirs).mask == 0
    theirs["masks"][0, 0, 3, 5] = 0.75
    assert match_detections(ours, theirs).mask == 0.25
