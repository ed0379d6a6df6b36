import pytest

from input_pipeline import DataError, open_dataset, write_records
from input_pipeline.datasets.count_samples import count_samples


def test_files_and_records_of_one_data_set_count_alike(streets, tmp_path):
    write_records("synthetic", str(streets), tmp_path / "records", shards=2)
    for dataset in (
        open_dataset("auto", streets),
        open_dataset("auto", tmp_path / "records"),
    ):
        assert count_samples(dataset, "train") == 6
        assert count_samples(dataset, "val") == 2


def test_an_unknown_split_is_named(streets):
    with pytest.raises(DataError, match="dev"):
        count_samples(open_dataset("folder", streets), "dev")
