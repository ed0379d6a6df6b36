import os
import stat

import pytest

from input_pipeline import DataError
from input_pipeline.atomic_files import atomic_file, atomic_folder, write_atomic


def test_folders_are_made_and_older_files_replaced(tmp_path):
    path = tmp_path / "new" / "file.json"
    write_atomic(path, "long text")
    write_atomic(path, "text")
    assert path.read_text() == "text"
    assert list(path.parent.iterdir()) == [path]


def test_a_failure_leaves_the_older_file(tmp_path):
    path = tmp_path / "file.json"
    write_atomic(path, "text")
    with pytest.raises(UnicodeEncodeError):
        write_atomic(path, "half \ud800")
    assert path.read_text() == "text"
    assert list(tmp_path.iterdir()) == [path]


def test_a_full_disk_leaves_the_older_file(tmp_path, monkeypatch):
    path = tmp_path / "file.json"
    path.write_text("older")

    def full_disk(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.replace", full_disk)
    with pytest.raises(OSError, match="No space left"):
        write_atomic(path, "newer")

    assert path.read_text() == "older"
    assert list(tmp_path.iterdir()) == [path]


def test_the_draft_keeps_the_ending_and_the_disk(tmp_path):
    path = tmp_path / "model.keras"
    with atomic_file(path) as draft:
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
    write_atomic(path, "text")
    assert calls == ["file", "folder"]


@pytest.mark.parametrize("function", ["os.fsync", "pathlib.Path.write_bytes"])
def test_what_the_disk_refuses_names_the_file(tmp_path, monkeypatch, function):
    path = tmp_path / "file.json"

    def full_disk(*_, **__):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(function, full_disk)
    with pytest.raises(OSError, match="No space left") as error:
        write_atomic(path, "text")
    assert error.value.filename == str(path)
    assert list(tmp_path.iterdir()) == []


def test_a_file_appears_when_it_is_complete(tmp_path):
    path = tmp_path / "a.txt"
    with atomic_file(path) as unfinished:
        unfinished.write_text("new")
        assert not path.exists() and unfinished.parent.parent == tmp_path
    assert path.read_text() == "new"
    assert path.stat().st_mode & 0o777 == 0o644
    assert [p.name for p in tmp_path.iterdir()] == ["a.txt"]


@pytest.mark.parametrize("error", [OSError, KeyboardInterrupt])
def test_a_failure_leaves_what_was_there(tmp_path, error):
    path = tmp_path / "a.txt"
    path.write_text("old")
    with pytest.raises(error), atomic_file(path) as unfinished:
        unfinished.write_text("half")
        raise error
    assert path.read_text() == "old"
    assert [p.name for p in tmp_path.iterdir()] == ["a.txt"]


def test_a_folder_appears_when_it_is_complete(tmp_path):
    path = tmp_path / "above" / "made"
    with atomic_folder(path) as folder:
        (folder / "a").touch()
        assert not path.exists()
    assert (path / "a").exists()
    assert os.listdir(tmp_path / "above") == ["made"]


def test_takes_the_place_of_an_empty_folder(tmp_path):
    with atomic_folder(tmp_path) as folder:
        (folder / "a").touch()
    assert os.listdir(tmp_path) == ["a"]


@pytest.mark.parametrize("error", [RuntimeError, KeyboardInterrupt])
def test_failed_folders_leave_nothing_behind(tmp_path, error):
    with pytest.raises(error), atomic_folder(tmp_path / "made") as folder:
        (folder / "a").touch()
        raise error
    assert os.listdir(tmp_path) == []


def test_a_full_disk_is_an_error_for_people(tmp_path):
    with pytest.raises(DataError, match="made cannot be written: No space"):
        with atomic_folder(tmp_path / "made"):
            raise OSError(28, "No space left on device")


@pytest.mark.parametrize("used", ["file", "folder"])
def test_what_is_in_the_way_stays(tmp_path, used):
    path = tmp_path / "made"
    if used == "folder":
        path.mkdir()
    (path / "a" if used == "folder" else path).write_text("mine")
    with pytest.raises(DataError, match="in use"), atomic_folder(path):
        pass
    assert path.exists()
