import numpy as np
import pytest

from deeplab_family.visualization import contact_sheet


def test_pictures_fill_rows_from_left_to_right():
    pictures = [np.full((4, 5, 3), i, np.uint8) for i in range(3)]

    sheet = contact_sheet(pictures, columns=2, gap=1)

    assert sheet.shape == (9, 11, 3)
    assert (sheet[:4, :5] == 0).all() and (sheet[:4, 6:] == 1).all()
    assert (sheet[5:, :5] == 2).all() and (sheet[5:, 6:] == 255).all()


def test_no_picture_is_refused():
    with pytest.raises(ValueError, match="at least one"):
        contact_sheet([])


def test_no_column_is_refused():
    with pytest.raises(ValueError, match="columns"):
        contact_sheet([np.zeros((1, 1, 3), np.uint8)], columns=0)
