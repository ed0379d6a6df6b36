import numpy as np
import pytest

from deeplab_family.visualization import panel

NAMES = ["road", "tree"]
PALETTE = [(0, 0, 90), (0, 120, 0)]
IMAGE = np.full((60, 100, 3), 128, np.uint8)
LABEL = np.zeros((60, 100), np.uint8)
PREDICTION = np.ones((60, 100), np.uint8)


def test_image_label_and_prediction_stand_side_by_side():
    row = panel(IMAGE, LABEL, PREDICTION, PALETTE)

    image, label, prediction = row[-60:, :100], row[-60:, 106:206], row[-60:]
    assert row.shape[1] == 3 * 100 + 2 * 6
    assert (image == 128).all()
    assert (label == PALETTE[0]).all()
    assert (prediction[:, -100:] == PALETTE[1]).all()


def test_titles_are_drawn_above():
    row = panel(IMAGE, LABEL, PREDICTION, PALETTE)

    for start in (0, 106, 212):
        assert (row[:-60, start : start + 100] < 128).any()


def test_without_a_label_there_are_two_columns():
    row = panel(IMAGE, None, PREDICTION, PALETTE)

    assert row.shape[1] == 2 * 100 + 6


def test_ignored_label_pixels_are_white():
    row = panel(IMAGE, np.full_like(LABEL, 255), PREDICTION, PALETTE)

    assert (row[-60:, 106:206] == 255).all()


def test_all_panels_of_one_size_are_equal_in_size_without_legend():
    one = panel(IMAGE, LABEL, LABEL, PALETTE)
    other = panel(IMAGE, LABEL, PREDICTION, PALETTE)

    assert one.shape == other.shape


def test_names_add_a_legend_below():
    plain = panel(IMAGE, LABEL, PREDICTION, PALETTE)
    named = panel(IMAGE, LABEL, PREDICTION, PALETTE, NAMES)

    assert named.shape[0] > plain.shape[0]
    np.testing.assert_array_equal(named[: plain.shape[0]], plain)


def test_sizes_that_differ_are_refused_by_name():
    with pytest.raises(ValueError, match="`prediction` must have the size"):
        panel(IMAGE, LABEL, PREDICTION[:30], PALETTE)
