import pytest

from input_pipeline import DataError, write_records
from input_pipeline.datasets import RecordsDataset
from tests.contracts.dataset import LabelSpecContract
from tests.input_pipeline.draw_files import write_folder


@pytest.fixture
def root(tmp_path):
    write_folder(tmp_path / "plain", count=5)
    write_records(
        "folder", tmp_path / "plain", tmp_path / "packed", ["train"], shards=2
    )
    return tmp_path / "packed"


class TestRecords(LabelSpecContract):
    num_classes = 3

    @pytest.fixture
    def dataset(self, root):
        return RecordsDataset(root)


def test_knows_classes_and_shards(root):
    dataset = RecordsDataset(root)
    assert dataset.spec.class_names == ("road", "sky", "car")
    assert dataset.splits == ("train",)
    assert [shard.count for shard in dataset.shards("train")] == [3, 2]
    assert all(shard.path.is_file() for shard in dataset.shards("train"))


def test_unknown_split_is_an_error_that_lists_the_known(root):
    with pytest.raises(DataError, match="no split 'val'.*train"):
        RecordsDataset(root).shards("val")


def test_a_folder_without_manifest_is_refused(tmp_path):
    with pytest.raises(DataError, match="manifest.json is missing"):
        RecordsDataset(tmp_path)
