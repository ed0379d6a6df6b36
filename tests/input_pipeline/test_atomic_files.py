import os
import stat

import pytest

from input_pipeline import DataError
from input_pipeline.atomic_files import (
    atomic_file,
    atomic_folder,
    publish,
    write_atomic,
)


def full_disk(*_, **__):
    raise OSError(28, "No space left on device")


def test_appears_when_it_is_complete(tmp_path):
    path = tmp_path / "model.keras"
    with atomic_file(path) as draft:
        draft.write_bytes(b"1")
        assert draft.name == path.name  # libraries look at the ending
        assert draft.parent.parent == tmp_path  # the same disk
        assert not path.exists()
    assert path.read_bytes() == b"1"
    assert path.stat().st_mode & 0o777 == 0o644
    assert list(tmp_path.iterdir()) == [path]


def test_folders_are_made_and_older_files_replaced(tmp_path):
    path = tmp_path / "new" / "file.json"
    write_atomic(path, "long text")
    write_atomic(path, "text \u00fc")
    assert path.read_bytes() == b"text \xc3\xbc"
    assert list(path.parent.iterdir()) == [path]


@pytest.mark.parametrize("error", [OSError, KeyboardInterrupt, UnicodeError])
def test_a_failure_leaves_what_was_there(tmp_path, error):
    path = tmp_path / "a.txt"
    path.write_text("old")
    with pytest.raises(error), atomic_file(path) as draft:
        draft.write_text("half")
        raise error
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


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


@pytest.mark.parametrize(
    "function", ["os.fsync", "os.replace", "pathlib.Path.write_bytes"]
)
def test_a_full_disk_names_the_file_and_leaves_the_older(
    tmp_path, monkeypatch, function
):
    path = tmp_path / "file.json"
    path.write_text("older")
    monkeypatch.setattr(function, full_disk)
    with pytest.raises(OSError, match="No space left") as error:
        write_atomic(path, "newer")
    assert error.value.filename == str(path)
    assert path.read_text() == "older"
    assert list(tmp_path.iterdir()) == [path]


def test_a_folder_appears_when_it_is_complete(tmp_path):
    path = tmp_path / "above" / "made"
    with atomic_folder(path) as folder:
        (folder / "a").touch()
        assert not path.exists()
    assert os.listdir(path) == ["a"]
    assert os.listdir(tmp_path / "above") == ["made"]


def test_a_folder_takes_the_place_of_an_empty_one(tmp_path):
    with atomic_folder(tmp_path) as folder:
        (folder / "a").touch()
    assert os.listdir(tmp_path) == ["a"]


@pytest.mark.parametrize("error", [RuntimeError, KeyboardInterrupt])
def test_failures_leave_no_folder_behind(tmp_path, error):
    with pytest.raises(error), atomic_folder(tmp_path / "made") as folder:
        (folder / "a").touch()
        raise error
    assert os.listdir(tmp_path) == []


def test_a_full_disk_is_an_error_for_people(tmp_path):
    with pytest.raises(DataError, match="made cannot be written: No space"):
        with atomic_folder(tmp_path / "made"):
            full_disk()


@pytest.mark.parametrize("used", ["file", "folder"])
def test_what_is_in_the_way_of_a_folder_stays(tmp_path, used):
    path = tmp_path / "made"
    if used == "folder":
        path.mkdir()
    mine = path / "a" if used == "folder" else path
    mine.write_text("mine")
    with pytest.raises(DataError, match="in use"), atomic_folder(path):
        pass
    assert mine.read_text() == "mine"


def test_files_and_folders_reach_the_disk_before_their_name(
    tmp_path, monkeypatch
):
    draft = tmp_path / "draft"
    (draft / "deep").mkdir(parents=True)
    (draft / "deep" / "file").write_text("x")
    (draft / "dangling").symlink_to("nowhere")
    happened, sync, replace = [], os.fsync, os.replace

    def note_sync(handle):
        happened.append(os.readlink(f"/proc/self/fd/{handle}"))
        sync(handle)

    def note_rename(source, target):
        happened.append("rename")
        replace(source, target)

    monkeypatch.setattr("os.fsync", note_sync)
    monkeypatch.setattr("os.replace", note_rename)
    publish(draft, tmp_path / "made")
    assert happened == [
        *(str(draft / "deep"), str(draft / "deep" / "file"), str(draft)),
        *("rename", str(tmp_path)),
    ]
    assert (tmp_path / "made/deep/file").read_text() == "x"
