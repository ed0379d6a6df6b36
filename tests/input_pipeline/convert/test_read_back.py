"""What was converted is read back by our readers of those formats."""

import numpy as np
import pytest
from PIL import Image

from input_pipeline import DataConfig, open_data, open_dataset
from input_pipeline.convert import convert
from tests.input_pipeline.convert.pets import NAMES, write_pets


def read_back(folder, split):
    """Class names, and ids by name, drawn from the annotations."""
    data = open_dataset("auto", folder)
    labels = {
        sample.id: np.asarray(Image.open(sample.label_path))
        for sample in data.samples(split)
    }
    return data.spec.class_names, labels


def converted(tmp_path, kind, ignored, names=NAMES):
    labels = write_pets(tmp_path / "pets", ignored, names)
    data = open_data(DataConfig(root=str(tmp_path / "pets")))
    convert(data, kind, tmp_path / "out", ("train", "val"))
    return labels


@pytest.mark.parametrize("ignored", [True, False])
def test_coco_comes_back_whatever_is_left_over(tmp_path, ignored):
    labels = converted(tmp_path, "coco", ignored)
    for split, of_split in labels.items():
        names, found = read_back(tmp_path / "out", split)
        assert names == NAMES and found.keys() == of_split.keys()
        for name, ids in of_split.items():
            np.testing.assert_array_equal(found[name], ids)


@pytest.mark.parametrize("names", [NAMES, ("floor", "cat", "dog")])
def test_yolo_comes_back_but_for_what_is_left_over_in_holes(tmp_path, names):
    """Background, or ignored pixels where no class is called so."""
    labels = converted(tmp_path, "yolo", names != NAMES, names)
    rest = 0 if names == NAMES else 255
    for split, of_split in labels.items():
        found_names, found = read_back(tmp_path / "out", split)
        assert found_names == names and found.keys() == of_split.keys()
        for name, ids in of_split.items():
            assert {*ids[found[name] != ids].tolist()} <= {rest}
            assert (found[name] == rest).any()
