import numpy as np

from deeplab_family.detection.matching import match

USABLE = np.array([[True, True]])


def matched(iou, usable=USABLE, candidates=None, least=0.3):
    result = match(
        np.array([iou], "float32"), usable, 0.7, 0.3, least, candidates
    )
    return [np.asarray(part)[0].tolist() for part in result]


def test_overlaps_decide():
    iou = [[0.8, 0.1], [0.5, 0.2], [0.1, 0.2], [0.1, 0.9], [0.7, 0.0]]
    index, positive, negative = matched(iou)
    assert positive == [True, False, False, True, True]
    assert negative == [False, False, True, False, False]
    assert [index[0], index[3], index[4]] == [0, 1, 0]


def test_an_object_claims_what_overlaps_it_most_ties_included():
    iou = [[0.4, 0.1], [0.4, 0.2], [0.39, 0.25], [0.9, 0.29]]
    index, positive, negative = matched(iou)
    # The first object's best is 0.9; the second's, 0.29, is too little.
    assert positive == [False, False, False, True]
    assert negative == [False] * 4
    iou = [[0.1, 0.4], [0.1, 0.4], [0.2, 0.39], [0.8, 0.0]]
    index, positive, _ = matched(iou)
    assert positive == [True, True, False, True]
    assert index == [1, 1, 1, 0]


def test_the_later_of_two_objects_has_the_box_that_both_claim():
    index, positive, _ = matched([[0.6, 0.5], [0.1, 0.1]])
    assert positive == [True, False]
    assert index[0] == 1


def test_a_box_below_the_least_is_claimed_by_nobody():
    _, positive, negative = matched([[0.29, 0.0], [0.0, 0.0]])
    assert positive == [False, False]
    assert negative == [True, True]
    # An object that nothing touches must not claim everything.
    _, positive, _ = matched([[0.0, 0.9], [0.0, 0.0]], least=0.0)
    assert positive == [True, True]


def test_ignored_objects_are_as_if_they_were_not_there():
    iou = [[0.9, 0.1], [0.5, 0.2], [0.0, 0.4]]
    _, positive, negative = matched(iou, usable=np.array([[False, True]]))
    assert positive == [False, False, True]
    assert negative == [True, True, False]


def test_no_object_makes_all_boxes_negative():
    _, positive, negative = matched(
        [[0.9, 0.9]] * 3, usable=np.array([[False, False]])
    )
    assert positive == [False] * 3
    assert negative == [True] * 3


def test_other_than_candidates_neither_train_nor_claim():
    iou = [[0.9, 0.0], [0.4, 0.0], [0.1, 0.0], [0.0, 0.0]]
    candidates = np.array([[False, True, True, False]])
    _, positive, negative = matched(iou, candidates=candidates)
    assert positive == [False, True, False, False]
    assert negative == [False, False, True, False]
