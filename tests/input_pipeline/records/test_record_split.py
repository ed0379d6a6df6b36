import pytest

from input_pipeline import (
    DataConfig,
    DataError,
    open_dataset,
    write_records,
)
from tests.input_pipeline.draw_files import write_folder


@pytest.fixture
def split(tmp_path):
    photos = write_folder(tmp_path / "photos", count=5)
    write_records("folder", photos, tmp_path / "packed", ["train"], shards=2)
    return open_dataset("records", tmp_path / "packed").open_split("train")


def test_counts_and_numbers_its_records(split):
    assert len(split) == 5 and split.samples == ()
    assert split.names(2) == ("record 1", "record 3")


def test_a_limit_chooses_the_records_of_these_numbers(split):
    source = split.source(DataConfig())
    every, some = (
        [source.load(r)["id"].numpy() for r in source.in_order(limit)]
        for limit in (None, 2)
    )
    assert len(every) == 5
    assert some == [every[0], every[2]]


def test_all_shards_are_checked_unless_the_check_is_off(split):
    shard = split.shards[1].path
    shard.write_bytes(shard.read_bytes()[:-10])
    assert len(split.source(DataConfig(check=False))) == 5
    with pytest.raises(DataError, match=f"{shard.name}.*truncated"):
        split.source(DataConfig(), limit=1)
