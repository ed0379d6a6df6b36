import pytest

from input_pipeline import DATASETS, DataError, open_dataset
from input_pipeline.datasets import CamVidDataset, FolderDataset
from tests.input_pipeline.datasets.write_camvid import write_camvid
from tests.input_pipeline.draw_files import write_folder


def test_opens_by_name(tmp_path):
    dataset = open_dataset("folder", write_folder(tmp_path))
    assert isinstance(dataset, FolderDataset)


def test_unknown_names_are_answered_with_the_known():
    with pytest.raises(DataError, match=", ".join(DATASETS)):
        open_dataset("imagenet", "somewhere")


@pytest.mark.parametrize("name", DATASETS)
def test_a_root_is_needed(name):
    with pytest.raises(DataError, match="set `root`"):
        open_dataset(name, "")


def test_auto_takes_the_layout_that_is_there(tmp_path):
    assert isinstance(
        open_dataset("auto", write_folder(tmp_path / "photos")), FolderDataset
    )
    dataset = open_dataset("auto", write_camvid(tmp_path / "drive"))
    assert isinstance(dataset, CamVidDataset)


def test_the_share_reaches_a_plain_folder_and_nothing_else(tmp_path):
    root = write_folder(tmp_path / "photos", count=10)
    assert open_dataset("auto", root, 0.2).splits == ("train", "val")
    assert open_dataset("auto", root).splits == ("train",)
    drive = write_camvid(tmp_path / "drive")
    splits = open_dataset("camvid", drive).splits
    assert open_dataset("camvid", drive, 0.2).splits == splits
