import os
import stat

import pytest

from deeplab_family.whole_file import whole_file, write_whole


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


def test_a_full_disk_leaves_the_older_file(tmp_path, monkeypatch):
    path = tmp_path / "file.json"
    path.write_text("older")

    def full_disk(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.replace", full_disk)
    with pytest.raises(OSError, match="No space left"):
        write_whole(path, "newer")

    assert path.read_text() == "older"
    assert list(tmp_path.iterdir()) == [path]


def test_the_draft_keeps_the_ending_and_the_disk(tmp_path):
    path = tmp_path / "model.keras"
    with whole_file(path) as draft:
        assert draft.name == path.name
        assert draft.parent.parent == tmp_path
        draft.write_bytes(b"1")
    assert path.read_bytes() == b"1"


def test_the_draft_is_on_the_disk_before_it_has_the_name(tmp_path, monkeypatch):
    path = tmp_path / "file.json"
    calls = []
    real = os.fsync

    def note(handle):
        calls.append(
            "folder" if stat.S_ISDIR(os.fstat(handle).st_mode) else "file"
        )
        assert path.exists() == (calls[-1] == "folder")
        real(handle)

    monkeypatch.setattr("os.fsync", note)
    write_whole(path, "text")
    assert calls == ["file", "folder"]


@pytest.mark.parametrize("function", ["os.fsync", "pathlib.Path.write_text"])
def test_what_the_disk_refuses_names_the_file(tmp_path, monkeypatch, function):
    path = tmp_path / "file.json"

    def full_disk(*_, **__):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(function, full_disk)
    with pytest.raises(OSError, match="No space left") as error:
        write_whole(path, "text")
    assert error.value.filename == str(path)
    assert list(tmp_path.iterdir()) == []
