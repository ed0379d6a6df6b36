"""COCO-Stuff's label PNGs: category ids less one, with gaps."""

import pytest
import tensorflow as tf

from input_pipeline import DataError
from input_pipeline.datasets import COCOStuffDataset
from input_pipeline.datasets.coco_stuff_classes import (
    STORED_CLASSES,
    STORED_NAMES,
)
from input_pipeline.datasets.recognize import recognize
from input_pipeline.decode.label import decode_label
from tests.contracts.dataset import DatasetContract
from tests.input_pipeline.datasets.write_exports import write_coco_stuff


@pytest.fixture
def root(tmp_path):
    return write_coco_stuff(tmp_path / "coco")


class TestCOCOStuff(DatasetContract):
    num_classes = 171

    @pytest.fixture
    def dataset(self, root):
        return COCOStuffDataset(root)


def test_names_stand_at_their_values():
    """Values of the release's labels.txt, less one."""
    stored = dict(STORED_CLASSES)
    assert len(STORED_NAMES) == 182 and len(stored) == 171
    known = {0: "person", 17: "dog", 89: "toothbrush", 91: "banner"}
    known |= {148: "road", 156: "sky-other", 168: "tree", 181: "wood"}
    assert {value: stored[value] for value in known} == known
    unused = {11, 25, 28, 29, 44, 65, 67, 68, 70, 82, 90}
    assert set(range(182)) - set(stored) == unused


def test_stored_values_become_classes(root):
    assert recognize(root) == "coco_stuff"
    dataset = COCOStuffDataset(root)
    label = dataset.samples("train")[0].label_path
    ids = decode_label(tf.io.read_file(str(label)), dataset.spec).numpy()
    found = {
        "ignored" if i == 255 else dataset.spec.class_names[i]
        for i in set(ids.ravel().tolist())
    }
    assert found == {"ignored", "dog", "wood"}


def test_another_folder_names_what_is_missing(tmp_path):
    with pytest.raises(DataError, match="stuffthingmaps"):
        COCOStuffDataset(tmp_path)
