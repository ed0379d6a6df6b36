import pytest

from input_pipeline import DATASETS, DataError, open_dataset
from input_pipeline.datasets import FolderDataset
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
