import numpy as np
import pytest
from PIL import Image

from input_pipeline import DataError
from input_pipeline.check.label_ids import (
    count_classes,
    find_num_classes,
    refuse_binary_ids,
)


def write_label(path, ids):
    Image.fromarray(np.asarray(ids, np.uint8)).save(path)
    return path


def test_counts_pixels_of_each_id(tmp_path):
    path = write_label(tmp_path / "a.png", [[0, 2, 2], [255, 2, 0]])
    counts = count_classes(path, path.read_bytes())
    assert counts.sum() == 6
    assert counts[[0, 1, 2, 255]].tolist() == [2, 0, 3, 1]


def test_number_of_classes_is_the_largest_id_plus_one(tmp_path):
    paths = [
        write_label(tmp_path / "a.png", [[0, 4]]),
        write_label(tmp_path / "b.png", [[255, 1]]),
    ]
    assert find_num_classes(paths) == 5


def test_black_and_white_masks_are_refused_with_the_fix(tmp_path):
    path = write_label(tmp_path / "a.png", [[0, 255]])
    with pytest.raises(DataError, match="divide them by 255"):
        find_num_classes([path])
    counts = count_classes(path, path.read_bytes())
    with pytest.raises(DataError, match="divide them by 255"):
        refuse_binary_ids(counts, tmp_path)


def test_labels_without_any_class_are_refused(tmp_path):
    path = write_label(tmp_path / "a.png", [[255, 255]])
    with pytest.raises(DataError, match="ignored"):
        find_num_classes([path])
