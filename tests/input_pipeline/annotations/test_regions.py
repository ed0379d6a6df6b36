"""What is no outline, no size and no file name is refused by its reason."""

import numpy as np
import pytest

from input_pipeline.annotations.class_label import class_label
from input_pipeline.annotations.regions import (
    inner_path,
    polygons,
    run_lengths,
    side,
)


@pytest.mark.parametrize(
    ("ring", "reason"),
    [
        ("1 2 3", "no list"),
        ([0, 0, 1, 1], "less than three"),
        ([0, 0, 1, 1, 2, 2, 3], "lacks its y"),
        ([0, 0, 1, 1, "2", 2], "something else than numbers"),
        ([0, 0, 1, 1, True, 2], "something else than numbers"),
        ([0, 0, 1, 1, None, 2], "something else than numbers"),
        ([0, 0, 1, 1, float("nan"), 2], "outside"),
        ([0, 0, 1, 1, float("inf"), 2], "outside"),
        ([0, 0, 1, 1, 10**400, 2], "huge"),
        ([0, 0, 1, 1, 2, -3], "outside"),
        ([0, 0, 13, 1, 2, 2], "outside of the 10 x 8"),
        ([0, 0, 10, 1, 2, 11], "outside of the 10 x 8"),
        ([[0, 0], [1, 1], [2]], "not x, y"),
        ([], "less than three"),
    ],
)
def test_a_polygon_that_is_none(ring, reason):
    with pytest.raises(ValueError, match=reason):
        polygons([ring], 8, 10)


def test_points_may_be_pairs_and_leave_the_picture_by_rounding():
    outline = polygons([[[-2, 0], [12, 1.5], [3, 10]]], 8, 10)
    np.testing.assert_array_equal(outline.rings[0][1], [12, 1.5])


@pytest.mark.parametrize("rings", [[], None, {}, 5])
def test_no_polygon_at_all(rings):
    with pytest.raises(ValueError, match="without polygons"):
        polygons(rings, 8, 10)


@pytest.mark.parametrize(
    ("counts", "reason"),
    [
        ([3, 3], "6 pixels for 2 x 4"),
        ([7, -1, 2], "negative"),
        ([10**30], "too long"),
        (np.array([9, -1]), "negative"),
        ([4.0, 4], "no whole number"),
        ([True, 7], "no whole number"),
        (b"42", "neither a list nor a text"),
        (None, "neither"),
    ],
)
def test_runs_that_do_not_fill_their_box(counts, reason):
    with pytest.raises(ValueError, match=reason):
        run_lengths(counts, 4, 2)


@pytest.mark.parametrize("value", [0, -1, 65_501, 1.5, "8", None, True, [8]])
def test_a_side_is_a_number_of_pixels(value):
    with pytest.raises(ValueError, match="a height of"):
        side(value, "height")


@pytest.mark.parametrize("value", [None, 5, "", " ", "a\nb", "a\0", "\ud800"])
def test_a_class_name_can_be_printed(value):
    with pytest.raises(ValueError, match="label"):
        class_label(value)


def test_tools_that_write_floats_are_understood():
    assert side(640.0, "width") == 640


@pytest.mark.parametrize(
    "name",
    ["/a.jpg", "../a.jpg", "a/../../b.jpg", "C:/a.jpg", "", " ", None]
    + ["a\0.jpg", "x" * 300, ".", 5],
)
def test_a_file_name_stays_in_its_folder(name):
    with pytest.raises(ValueError, match="file name"):
        inner_path(name)


def test_a_time_of_day_is_no_drive():
    assert str(inner_path("day/12:30.jpg")) == "day/12:30.jpg"
    assert str(inner_path("12:30.jpg")) == "12:30.jpg"


def test_backslashes_are_folders():
    assert inner_path("day\\a.jpg").parts == ("day", "a.jpg")
