import pytest

from input_pipeline import DataError
from input_pipeline.datasets.label_map_file import read_class_names


def test_reads_one_name_a_line(tmp_path):
    path = tmp_path / "classes.txt"
    path.write_bytes("\ufeffroad\r\n\r\n sky \n".encode())
    assert read_class_names(path) == ("road", "sky")


@pytest.mark.parametrize(
    "content", [b"", b"\n \n", b"a\na\n", b"\xff\xfe\x00", b"a\0b\0"]
)
def test_other_contents_are_refused(tmp_path, content):
    path = tmp_path / "classes.txt"
    path.write_bytes(content)
    with pytest.raises(DataError, match="classes.txt"):
        read_class_names(path)


def test_a_missing_file_is_refused(tmp_path):
    with pytest.raises(DataError, match="cannot be read"):
        read_class_names(tmp_path / "classes.txt")


def test_the_name_that_stands_twice_is_told(tmp_path):
    path = tmp_path / "classes.txt"
    path.write_text("road\nsky\ncar\nsky\n")
    with pytest.raises(DataError, match="4 names, 3 different, 'sky' again"):
        read_class_names(path)
