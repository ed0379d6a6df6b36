import pytest

from input_pipeline import DataError
from input_pipeline.datasets import VOCDataset
from input_pipeline.datasets.voc import (
    augmented_labels,
    can_augment,
)
from tests.input_pipeline.datasets.write_sbd import write_sbd
from tests.input_pipeline.datasets.write_voc import EXTRA, TRAIN, write_voc

EXPECTED = [*TRAIN, *EXTRA]


def test_from_pngs_it_is_all_but_the_val_list(tmp_path):
    labels = augmented_labels(write_voc(tmp_path))
    assert [*labels] == EXPECTED
    assert {path.parent.name for path in labels.values()} == {
        "SegmentationClassAug"
    }


def test_a_list_beside_the_pngs_decides(tmp_path):
    write_voc(tmp_path)
    names = tmp_path / "ImageSets/Segmentation/train_aug.txt"
    names.write_text(f"{EXTRA[1]}\n{TRAIN[0]}\n")
    assert [*augmented_labels(tmp_path)] == [EXTRA[1], TRAIN[0]]


@pytest.mark.parametrize("place", ["VOCdevkit/VOC2012", "VOCdevkit", "."])
def test_from_the_sbd_it_is_both_without_the_val_list(tmp_path, place):
    root = write_voc(tmp_path / "VOCdevkit" / "VOC2012", augmented=False)
    write_sbd(tmp_path / place)
    labels = augmented_labels(root)
    assert [*labels] == EXPECTED
    assert all(path.is_file() for path in labels.values())


def test_labels_of_voc_come_before_those_of_the_sbd(tmp_path):
    root = write_voc(tmp_path, augmented=False)
    write_sbd(tmp_path)
    folders = {n: p.parent.name for n, p in augmented_labels(root).items()}
    assert {folders[name] for name in TRAIN} == {"SegmentationClass"}
    assert {folders[name] for name in EXTRA} == {"cls_png"}


def test_without_either_the_two_ways_are_named(tmp_path):
    root = write_voc(tmp_path, augmented=False)
    assert not can_augment(root)
    with pytest.raises(DataError, match="ClassAug/<name>.png.*benchmark_REL"):
        augmented_labels(root)


def test_with_val_it_is_all_that_is_labeled(tmp_path):
    dataset = VOCDataset(write_voc(tmp_path))
    both = dataset.samples("trainval_aug")
    aug, val = dataset.samples("train_aug"), dataset.samples("val")
    assert both == (*aug, *val) and val
