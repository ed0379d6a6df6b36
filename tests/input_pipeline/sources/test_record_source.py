import numpy as np
import pytest
import tensorflow as tf

from input_pipeline import write_records
from input_pipeline.sources import record_source
from input_pipeline.sources.record_source import RecordSource
from tests.input_pipeline.draw_files import random_ids, write_folder


@pytest.fixture
def source(tmp_path, monkeypatch):
    monkeypatch.setattr(record_source, "BLOCK", 4)
    write_folder(tmp_path / "plain", count=9)
    packed = write_records(
        "folder", tmp_path / "plain", tmp_path / "packed", ["train"], 3
    )
    return RecordSource(packed.splits["train"])


def order(source, count, seed=0, start=0):
    return [
        (int(number), source.load(record)["id"].numpy().decode())
        for number, record in source.mixed(seed, start).take(count)
    ]


def test_every_epoch_visits_every_sample_once(source):
    drawn = order(source, 27)
    assert [number for number, _ in drawn] == list(range(27))
    for epoch in (drawn[:9], drawn[9:18], drawn[18:]):
        names = sorted(name for _, name in epoch)
        assert names == [f"{n:03d}" for n in range(9)]


def test_epochs_and_seeds_differ(source):
    names = [name for _, name in order(source, 27)]
    assert len({tuple(names[n : n + 9]) for n in (0, 9, 18)}) == 3
    assert names != [name for _, name in order(source, 27, seed=1)]


@pytest.mark.parametrize("start", [0, 4, 9, 21])
def test_starts_anywhere_in_the_same_order(source, start):
    assert order(source, 27)[start:] == order(source, 27 - start, 0, start)


def test_order_does_not_depend_on_the_global_seed(source):
    before = order(source, 9)
    tf.random.set_seed(77)
    assert order(source, 9) == before


def test_in_order_reads_everything_once(source):
    names = [source.load(r)["id"].numpy() for r in source.in_order()]
    assert len(source) == len(set(names)) == 9


def test_reading_decodes_the_label(source):
    read = source.read(next(iter(source.in_order())))
    expected = random_ids(int(read["id"].numpy()))
    np.testing.assert_array_equal(read["label"], expected)


def test_says_where_a_number_comes_from(source):
    assert source.name_of(20, seed=3).startswith("record 2 of epoch 2 (seed 3)")
    paths = tuple(shard.path for shard in source.shards)
    assert source.files_of(20, seed=3) == paths
    assert source.part_of(20, seed=3) == 0
