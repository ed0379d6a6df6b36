import logging
import os
import signal
import subprocess
import sys

import pytest

from input_pipeline import draft_folder as module
from input_pipeline.draft_folder import (
    PARTIAL,
    dead_folders,
    draft_folder,
    locked_folder,
    publish,
    sweep,
)

HOLD = """
import sys, time
from pathlib import Path
from input_pipeline.draft_folder import draft_folder
with draft_folder(Path(sys.argv[1])) as folder:
    (folder / "half").write_text("half")
    print("ready", flush=True)
    time.sleep(60)
"""


@pytest.fixture
def holder(tmp_path):
    """A process at work on a draft of `tmp_path/out`."""
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(tmp_path / "out")],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout.readline() == "ready\n"
    yield process
    process.kill()
    process.communicate()


def test_the_draft_is_gone_at_the_end(tmp_path):
    with draft_folder(tmp_path / "out") as folder:
        assert folder.parent == tmp_path and not any(folder.iterdir())
    with pytest.raises(KeyError), draft_folder(tmp_path / "out"):
        raise KeyError
    assert list(tmp_path.iterdir()) == []


def test_what_a_killed_process_left_is_removed_with_a_line(
    holder, tmp_path, caplog
):
    (left,) = tmp_path.iterdir()
    sweep(tmp_path)  # it is still at work
    assert (left / "half").exists() and not caplog.records
    holder.send_signal(signal.SIGKILL)
    holder.wait()
    with caplog.at_level(logging.WARNING):
        module._swept.discard(tmp_path)
        with draft_folder(tmp_path / "other"):
            assert not left.exists()
    (record,) = caplog.records
    assert record.getMessage().startswith(f"removed {left}, which")


def test_own_drafts_and_other_folders_are_never_swept(tmp_path):
    others = [".out.abc.partial", "out.deeplab-partial", ".git"]
    for name in others:
        (tmp_path / name).mkdir()
    (tmp_path / f".file{PARTIAL}").write_text("mine")
    (tmp_path / f".link{PARTIAL}").symlink_to(tmp_path / ".git")
    with draft_folder(tmp_path / "out") as folder:
        before = sorted(tmp_path.iterdir())
        sweep(tmp_path)
        assert sorted(tmp_path.iterdir()) == before and folder in before


def test_a_dead_folder_is_given_to_one_only(tmp_path):
    (tmp_path / ".out.12345678.moving").mkdir()
    with dead_folders(tmp_path, ".moving") as first:
        with dead_folders(tmp_path, ".moving") as second:
            assert [path.name for path in first] == [".out.12345678.moving"]
            assert second == []


def test_without_locks_nothing_is_swept(tmp_path, monkeypatch):
    def refuse(*_):
        raise OSError(95, "Operation not supported")

    monkeypatch.setattr("fcntl.flock", refuse)
    (tmp_path / f".out.12345678{PARTIAL}").mkdir()
    sweep(tmp_path)
    with locked_folder(tmp_path / "new", PARTIAL) as folder:
        assert folder.exists()
    assert len(list(tmp_path.iterdir())) == 2


def test_a_draft_taken_by_a_sweep_is_made_again(tmp_path, monkeypatch):
    lock, made = module._lock, []

    def sweep_before_the_first_lock(folder, **strict):
        made.append(folder)
        if len(made) == 1:
            sweep(tmp_path)
        return lock(folder, **strict)

    monkeypatch.setattr(module, "_lock", sweep_before_the_first_lock)
    with draft_folder(tmp_path / "out") as folder:
        assert folder.exists() and folder != made[0]
        assert not made[0].exists()


def test_any_name_may_have_a_draft(tmp_path):
    name = 80 * "\u00fc\u4e16"
    with draft_folder(tmp_path / name[:80]) as folder:
        (folder / "a").touch()


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
