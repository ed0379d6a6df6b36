import numpy as np

from deeplab_family.weights.class_rows import (
    class_axes,
    pair_classes,
    take_rows,
)

STREET = ("road", "sky", "car")
MORE = ("sky", "pole", "car", "road")


def test_names_are_paired_and_told():
    found = pair_classes(4, 3, MORE, STREET)
    assert found.pairs == ((0, 1), (2, 2), (3, 0))
    assert found.note == (
        "Classes: 3 of 4 taken by name (sky, car, road), 1 fresh (pole)"
    )
    assert not found.are_equal


def test_the_same_names_are_nothing_to_tell_and_another_order_is():
    same = pair_classes(3, 3, STREET, STREET)
    assert same.are_equal and not same.note
    turned = pair_classes(3, 3, STREET[::-1], STREET)
    assert not turned.are_equal
    assert turned.pairs == ((0, 2), (1, 1), (2, 0))
    assert "3 of 3 taken by name" in turned.note


def test_a_name_in_other_letters_is_fresh_and_told():
    found = pair_classes(2, 3, ("Car", "sky"), STREET)
    assert found.pairs == ((1, 1),)
    assert found.note.endswith("Written otherwise in the file: car")


def test_without_names_the_number_decides():
    for names in ((None, None), (None, STREET), (STREET, None)):
        same = pair_classes(3, 3, *names)
        assert same.are_equal
        told = "all 3 taken by number" in same.note
        assert told == (names != (None, None))
        other = pair_classes(4, 3, *names)
        assert other.pairs == () and "all 4 fresh" in other.note


def test_axes_are_those_that_grow_with_the_classes():
    assert class_axes((1, 1, 8, 3), 3, (1, 1, 8, 4), 4) == (3,)
    assert class_axes((4, 4, 3, 3), 3, (4, 4, 4, 4), 4) == (2, 3)
    assert class_axes((3, 3, 3, 12), 3, (3, 3, 3, 16), 4) == (3,)
    assert class_axes((3, 3, 8, 8), 3, (3, 3, 8, 8), 4) == ()
    assert class_axes((3, 3, 8, 5), 3, (3, 3, 8, 6), 4) is None
    assert class_axes((3,), 3, (4, 4), 4) is None


def test_rows_go_where_their_class_is():
    classes = pair_classes(4, 3, MORE, STREET)
    rows = take_rows(np.zeros(4), np.array([10, 11, 12]), (0,), classes)
    assert rows.tolist() == [11, 0, 12, 10]


def test_scores_of_several_pixels_keep_their_pixel():
    classes = pair_classes(2, 3, ("car", "pole"), STREET)
    theirs = np.arange(12)  # four pixels of three classes
    rows = take_rows(-np.ones(8), theirs, (0,), classes)
    assert rows.reshape(4, 2)[:, 0].tolist() == [2, 5, 8, 11]
    assert rows.reshape(4, 2)[:, 1].tolist() == [-1] * 4


def test_old_and_fresh_classes_do_not_mix():
    classes = pair_classes(4, 3, MORE, STREET)
    theirs = np.arange(1, 10).reshape(3, 3)
    rows = take_rows(np.full((4, 4), 99), theirs, (0, 1), classes)
    assert rows.tolist() == [
        [5, 0, 6, 4],
        [0, 99, 0, 0],
        [8, 0, 9, 7],
        [2, 0, 3, 1],
    ]
