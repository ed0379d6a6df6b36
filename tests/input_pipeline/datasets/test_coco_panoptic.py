"""COCO panoptic: segments of a PNG, with the classes of the JSON file."""

import json

import numpy as np
import pytest
from PIL import Image

from input_pipeline import DataError
from input_pipeline.annotations.drawing_rules import DrawingRules
from input_pipeline.datasets import COCOPanopticDataset
from input_pipeline.datasets.recognize import recognize
from tests.contracts.dataset import DatasetContract
from tests.input_pipeline.datasets.write_exports import (
    drawn,
    panoptic_ids,
    save_segments,
    write_coco_panoptic,
)

TRAIN = "annotations/panoptic_train2017"


@pytest.fixture
def root(tmp_path):
    return write_coco_panoptic(tmp_path / "coco")


class TestCOCOPanoptic(DatasetContract):
    num_classes = 2

    @pytest.fixture
    def dataset(self, root):
        return COCOPanopticDataset(root)


def label_of(dataset):
    return np.asarray(Image.open(dataset.samples("train")[0].label_path))


def test_void_is_ignored_and_ids_are_of_three_bytes(root):
    assert recognize(root) == "coco_panoptic"
    dataset = COCOPanopticDataset(root)
    assert dataset.spec.class_names == ("dog", "cat")
    expected = np.array([255, 0, 1], np.uint8)[drawn()]
    np.testing.assert_array_equal(label_of(dataset), expected)


def test_void_may_be_background(root):
    rules = DrawingRules(unlabeled="background")
    dataset = COCOPanopticDataset(root, None, rules)
    np.testing.assert_array_equal(label_of(dataset), drawn())


def test_a_changed_png_is_drawn_anew(root):
    before = label_of(COCOPanopticDataset(root))
    ids = panoptic_ids()
    ids[ids == 1] = 70_000
    save_segments(root / TRAIN / "train_a.png", ids)
    after = label_of(COCOPanopticDataset(root))
    assert (before == 0).sum() == 50 and not (after == 0).any()


def test_an_id_that_is_not_listed_is_named(root):
    save_segments(root / TRAIN / "train_a.png", panoptic_ids() + 5)
    with pytest.raises(DataError, match=r"train_a\.png holds the segment id 5"):
        COCOPanopticDataset(root).samples("train")


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (lambda entry: entry.pop("segments_info"), "no list `segments_info`"),
        (
            lambda entry: entry["segments_info"][0].update(category_id=99),
            "segment id 1: category_id 99 is not listed",
        ),
        (lambda entry: entry["segments_info"][0].update(id=0), "the id 0"),
        (lambda entry: entry["segments_info"][0].update(id=70_000), "the id"),
        (lambda entry: entry.update(file_name="../x.png"), "leads elsewhere"),
        (lambda entry: entry.update(file_name="x.png"), "x.png is not there"),
    ],
)
def test_a_broken_annotation_is_named(root, change, reason):
    path = root / f"{TRAIN}.json"
    content = json.loads(path.read_text())
    change(content["annotations"][1])
    path.write_text(json.dumps(content))
    with pytest.raises(DataError, match=f"image id 2: .*{reason}"):
        COCOPanopticDataset(root).samples("train")


def test_a_missing_folder_names_the_archive(root):
    (root / TRAIN).rename(root / "elsewhere")
    with pytest.raises(DataError, match=r"Unpack panoptic_train2017\.zip"):
        COCOPanopticDataset(root)
