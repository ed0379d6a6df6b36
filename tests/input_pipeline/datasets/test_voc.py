import pytest

from input_pipeline import DataError
from input_pipeline.datasets import VOCDataset
from tests.contracts.dataset import DatasetContract
from tests.input_pipeline.datasets.write_voc import TRAIN, write_voc


class TestVOC(DatasetContract):
    num_classes = 21

    @pytest.fixture
    def dataset(self, tmp_path):
        return VOCDataset(write_voc(tmp_path))


@pytest.mark.parametrize("above", ["", "VOC2012", "VOCdevkit/VOC2012"])
def test_is_found_in_the_folders_it_is_unpacked_to(tmp_path, above):
    write_voc(tmp_path / above)
    samples = VOCDataset(tmp_path).samples("train")
    assert tuple(sample.id for sample in samples) == TRAIN


def test_the_augmented_split_is_offered_where_it_can_be_made(tmp_path):
    with_pngs = VOCDataset(write_voc(tmp_path / "with"))
    without = VOCDataset(write_voc(tmp_path / "without", augmented=False))
    made = ("train_aug", "trainval_aug")
    assert with_pngs.splits == ("train", *made, "val")
    assert without.splits == ("train", "val")


def test_the_augmented_split_takes_the_augmented_labels(tmp_path):
    dataset = VOCDataset(write_voc(tmp_path))
    (label,) = {s.label_path.parent for s in dataset.samples("train_aug")}
    assert label.name == "SegmentationClassAug"


def test_another_folder_is_refused(tmp_path):
    with pytest.raises(DataError, match="not PASCAL VOC.*JPEGImages"):
        VOCDataset(tmp_path)


def test_missing_files_are_counted_and_named(tmp_path):
    write_voc(tmp_path)
    (tmp_path / "JPEGImages/2007_000039.jpg").unlink()
    with pytest.raises(DataError, match="1 file .*2007_000039.jpg"):
        VOCDataset(tmp_path).samples("train")


def test_an_empty_list_is_refused(tmp_path):
    write_voc(tmp_path)
    (tmp_path / "ImageSets/Segmentation/train.txt").write_text("\n")
    with pytest.raises(DataError, match="names no image"):
        VOCDataset(tmp_path).samples("train")
