import io
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from input_pipeline import DataError, DatasetSpec
from input_pipeline.check.label_ids import count_classes

PATH = Path("labels/a.png")
BLACK = ((0, 0, 0),)
MAPPED = DatasetSpec(
    ("road", "car"), BLACK * 2, label_map=((0, 255), (1, 255), (7, 0), (26, 1))
)
COLORED = DatasetSpec(
    ("road",), BLACK, label_colors=(((255, 0, 255), 0), ((0, 0, 0), 255))
)


def png(pixels):
    stream = io.BytesIO()
    Image.fromarray(np.array(pixels, np.uint8)).save(stream, "PNG")
    return stream.getvalue()


def test_counts_by_class_after_the_map():
    counts = count_classes(PATH, png([[0, 7, 26], [1, 7, 7]]), MAPPED)
    assert counts[[0, 1, 255]].tolist() == [3, 1, 2]
    assert counts.sum() == 6


def test_counts_by_class_after_the_colors():
    pixels = [[(0, 0, 0), (255, 0, 255), (255, 0, 255)]]
    counts = count_classes(PATH, png(pixels), COLORED)
    assert counts[[0, 255]].tolist() == [2, 1]


def test_unknown_stored_ids_are_named_with_the_known():
    expected = "a.png holds the ids 2, 8; .* ids 0 to 1, 7, 26. Take the"
    with pytest.raises(DataError, match=expected):
        count_classes(PATH, png([[0, 2, 8]]), MAPPED)


def test_one_unknown_id_is_no_plural():
    with pytest.raises(DataError, match="a.png holds the id 2; allowed"):
        count_classes(PATH, png([[0, 2, 2]]), MAPPED)


def test_class_ids_where_stored_ids_belong_are_recognized():
    with pytest.raises(DataError, match="look like class ids after"):
        count_classes(PATH, png([[0, 1, 255]]), MAPPED)


def test_label_ids_where_train_ids_belong_are_recognized():
    street = DatasetSpec(tuple("abcdefghijklmnopqrs"), BLACK * 19)
    expected = "ids 21, 26; .*Cityscapes labelIds.*data set 'cityscapes'"
    with pytest.raises(DataError, match=expected):
        count_classes(PATH, png([[7, 21, 26]]), street)


def test_unknown_colors_are_named_with_the_known():
    expected = r"color \(1, 2, 3\); .* \(255, 0, 255\), \(0, 0, 0\)"
    with pytest.raises(DataError, match=expected):
        count_classes(PATH, png([[(0, 0, 0), (1, 2, 3)]]), COLORED)


def test_a_gray_label_where_colors_belong_is_refused():
    with pytest.raises(DataError, match="a.png is an 8-bit gray.*are colors"):
        count_classes(PATH, png([[0, 1]]), COLORED)


def test_a_truncated_label_of_colors_is_named():
    content = png(np.random.default_rng(0).integers(0, 9, (40, 40, 3)))
    with pytest.raises(DataError, match="a.png is truncated"):
        count_classes(PATH, content[:-100], COLORED)
