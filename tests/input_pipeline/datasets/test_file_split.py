import pytest

from input_pipeline import DataConfig, DataError, open_dataset
from tests.input_pipeline.draw_files import write_folder


@pytest.fixture
def root(tmp_path):
    return write_folder(tmp_path, count=5)


@pytest.fixture
def split(root):
    return open_dataset("folder", root).open_split("train")


def test_counts_and_names_its_images(split):
    assert len(split) == 5
    assert split.names(2) == ("000.jpg", "002.jpg")
    assert len(split.names()) == 5


def test_only_the_files_within_the_limit_are_checked(split, root):
    (root / "images/train/001.jpg").write_bytes(b"x")
    assert len(split.source(DataConfig(), limit=2)) == 2
    with pytest.raises(DataError, match="001.jpg"):
        split.source(DataConfig())


def test_counting_reads_no_label(root):
    (root / "classes.txt").unlink()
    for path in (root / "labels/train").iterdir():
        path.write_bytes(b"x")
    assert len(open_dataset("folder", root).open_split("train")) == 5
