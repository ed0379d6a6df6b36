import numpy as np
import pytest

from deeplab_family.visualization.legend import draw_legend, text_size_for

RED, GREEN = (200, 0, 0), (0, 150, 0)


def has_color(picture, color):
    return (picture == np.array(color)).all(-1).any()


def test_every_entry_shows_its_patch_inside_the_sheet():
    entries = [(f"class {i}", (10 * i, 5, 77)) for i in range(20)]

    legend = draw_legend(entries, width=200, text_size=12)

    assert legend.shape[1] == 200
    assert all(has_color(legend, color) for _, color in entries)


def test_entries_wrap_when_a_line_is_full():
    entries = [("road", RED), ("tree", GREEN)]

    wide = draw_legend(entries, width=400, text_size=12)
    narrow = draw_legend(entries, width=70, text_size=12)

    assert narrow.shape[0] > wide.shape[0]
    assert has_color(narrow, RED) and has_color(narrow, GREEN)


def test_a_long_name_widens_the_sheet_rather_than_being_cut():
    legend = draw_legend([("a" * 60, RED)], width=40, text_size=12)

    margin = legend[:, -6:]
    assert legend.shape[1] > 300
    assert (margin == 255).all()


def test_text_is_drawn():
    named = draw_legend([("mmm", RED)], width=100, text_size=12)
    bare = draw_legend([("", RED)], width=100, text_size=12)

    assert (named[:, 20:] < 128).any() and (bare[:, 20:] == 255).all()


def test_no_entry_needs_no_height():
    assert draw_legend([], width=50, text_size=12).shape == (0, 50, 3)


@pytest.mark.parametrize(
    ("size", "text"), [((8, 8), 12), ((520, 700), 20), ((9000, 9000), 48)]
)
def test_text_grows_with_the_picture_within_bounds(size, text):
    assert text_size_for(*size) == text


def test_a_name_that_no_font_can_write_becomes_its_class():
    names = [("\u9053\u8def", RED), ("stra\u00dfe", GREEN)]
    shown = [("class 7", RED), ("stra\u00dfe", GREEN)]

    legend = draw_legend(names, 300, 16, class_ids=(7, 9))

    np.testing.assert_array_equal(legend, draw_legend(shown, 300, 16))
    strasse = draw_legend([("strasse", GREEN)], 300, 16)
    assert (draw_legend(names[1:], 300, 16) != strasse).any()
