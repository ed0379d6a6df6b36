import pytest

from input_pipeline import DataConfig, eval_batches, write_records
from input_pipeline.check.check_progress import (
    counted,
    watched,
)
from tests.input_pipeline.draw_files import write_folder


def test_who_watches_is_told_of_each_item():
    told = []
    with watched(lambda *words: told.append(words)):
        assert list(counted("counting", "abc", 3)) == ["a", "b", "c"]
    assert told == [("counting", n, 3) for n in (1, 2, 3)]
    assert list(counted("counting", "abc", 3)) == ["a", "b", "c"]
    assert len(told) == 3


@pytest.mark.parametrize("packed", [False, True])
def test_the_check_of_all_files_is_counted(packed, tmp_path):
    root = write_folder(tmp_path / "photos", "val", count=5)
    what, total = "checking files", 5
    if packed:
        write_records("folder", root, tmp_path / "packed", ["val"], shards=2)
        root, what, total = tmp_path / "packed", "checking shards", 2
    told = []
    with watched(lambda *words: told.append(words)):
        eval_batches(DataConfig(root=str(root)))
    assert told == [(what, n, total) for n in range(1, total + 1)]


def test_the_search_for_classes_is_counted(tmp_path):
    root = write_folder(tmp_path, count=4)
    (root / "classes.txt").unlink()
    told = []
    with watched(lambda *words: told.append(words)):
        _ = DataConfig(root=str(root)).open().spec
    assert told[-1] == ("counting classes", 4, 4)
