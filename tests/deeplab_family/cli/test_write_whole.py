import pytest

from deeplab_family.cli.write_whole import write_whole


def test_folders_are_made_and_older_files_replaced(tmp_path):
    path = tmp_path / "new" / "file.json"
    write_whole(path, "long text")
    write_whole(path, "text")
    assert path.read_text() == "text"
    assert list(path.parent.iterdir()) == [path]


def test_a_failure_leaves_the_older_file(tmp_path):
    path = tmp_path / "file.json"
    write_whole(path, "text")
    with pytest.raises(UnicodeEncodeError):
        write_whole(path, "half \ud800")
    assert path.read_text() == "text"
    assert list(tmp_path.iterdir()) == [path]
