import pytest

from input_pipeline import DataError
from input_pipeline.datasets.pairing import (
    read_names,
    refuse_missing,
)


def test_reads_one_name_a_line(tmp_path):
    path = tmp_path / "train.txt"
    path.write_text("\ufeffa \n\nb\n", encoding="utf-8")
    assert read_names(path) == ["a", "b"]


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"\n", "names no image"),
        (b"a\nb\na\n", "names 'a' twice"),
        (b"a\n../b\n", "Found '../b'"),
        (b"\xff\xfe\n", "not a readable"),
    ],
)
def test_strange_lists_are_refused(tmp_path, content, told):
    path = tmp_path / "train.txt"
    path.write_bytes(content)
    with pytest.raises(DataError, match=f"train.txt .*{told}"):
        read_names(path)


def test_missing_files_are_counted_and_the_first_named(tmp_path):
    paths = [tmp_path / f"{number}.jpg" for number in range(8)]
    paths[0].touch()
    with pytest.raises(DataError, match=r"7 files .*'val'.*/1.jpg.*, \.\.\."):
        refuse_missing(paths, "val")
    refuse_missing(paths[:1], "val")
