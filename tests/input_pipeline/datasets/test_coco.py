import json

import numpy as np
import pytest
from PIL import Image

from input_pipeline import DataError
from input_pipeline.datasets import COCODataset, coco
from input_pipeline.errors import DataError as Refused
from tests.contracts.dataset import DatasetContract
from tests.input_pipeline.datasets.write_coco import (
    PICTURES,
    instances,
    write_coco,
)


@pytest.fixture
def root(tmp_path):
    return write_coco(tmp_path)


def numbers(samples):
    return [int(sample.id) for sample in samples]


class TestCOCO(DatasetContract):
    num_classes = 21

    @pytest.fixture
    def dataset(self, root):
        return COCODataset(root)


def test_each_split_filters_as_its_paper_does(root):
    dataset = COCODataset(root)
    kept = {split: numbers(dataset.samples(split)) for split in dataset.splits}
    assert kept == {
        "train": [1, 3, 5],
        "train_objects": [1, 5],
        "train_any": [1, 2, 3, 5],
        "val": [1, 2, 3, 4, 5],
    }


def test_small_objects_are_ignored_only_where_they_are_filtered(root):
    dataset = COCODataset(root)
    whole, large = (
        np.asarray(Image.open(dataset.samples(split)[0].label_path))
        for split in ("train", "train_objects")
    )
    assert set(np.unique(whole)) == {0, 8, 12}  # cat, dog
    assert set(np.unique(large)) == {0, 12, 255}
    np.testing.assert_array_equal(whole == 8, large == 255)


def test_the_second_opening_does_not_read_the_annotations(root, monkeypatch):
    before = COCODataset(root).samples("train")

    def fail(path):
        raise AssertionError("read again")

    monkeypatch.setattr(coco, "read_coco_annotations", fail)
    assert COCODataset(root).samples("train") == before


def test_a_killed_run_continues(root, monkeypatch):
    drawn = []

    def draw(picture, smallest):
        if len(drawn) == 2:
            raise Refused("killed")
        drawn.append(picture.name)
        return np.zeros((picture.height, picture.width), np.uint8)

    with monkeypatch.context() as patch:
        patch.setattr(coco, "draw_coco_label", draw)
        patch.setattr("os.cpu_count", lambda: 1)
        with pytest.raises(DataError, match="killed"):
            COCODataset(root).samples("val")
    folder = root / "voc_labels/val2017"
    assert sorted(p.stem for p in folder.glob("*.png")) == sorted(drawn)
    assert not (folder / "val.txt").exists()
    assert len(COCODataset(root).samples("val")) == len(PICTURES)
    kept = np.asarray(Image.open(folder / f"{drawn[0]}.png"))
    assert kept.max() == 0  # not drawn again


def test_a_label_that_was_removed_is_drawn_again(root):
    sample = COCODataset(root).samples("train")[0]
    drawn = sample.label_path.read_bytes()
    sample.label_path.unlink()
    COCODataset(root).samples("train")
    assert sample.label_path.read_bytes() == drawn


def test_labels_of_other_annotations_are_never_mixed_in(root):
    COCODataset(root).samples("train")
    changed = {**PICTURES, "000000000002": PICTURES["000000000001"]}
    path = root / "annotations/instances_train2017.json"
    path.write_text(json.dumps(instances(changed)))
    with pytest.raises(DataError, match="drawn from another.*Remove that"):
        COCODataset(root).samples("train")


def test_annotations_without_a_picture_to_keep_are_refused(tmp_path):
    root = write_coco(tmp_path, {"000000000002": PICTURES["000000000002"]})
    with pytest.raises(DataError, match="has no picture for the split 'train'"):
        COCODataset(root).samples("train")


def test_another_folder_is_refused_with_the_tree(tmp_path):
    with pytest.raises(DataError, match="not COCO 2017.*instances_train2017"):
        COCODataset(tmp_path)
