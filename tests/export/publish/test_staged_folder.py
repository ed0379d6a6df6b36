import errno
import json

import pytest
import tensorflow as tf

from export import ExportError
from export.publish.staged_folder import staged_folder

PROOF = "export_report.json"


def write_earlier(folder):
    folder.mkdir()
    (folder / PROOF).write_text("earlier")
    return folder


def test_the_folder_appears_only_when_everything_is_written(tmp_path):
    output = tmp_path / "a" / "out"
    with staged_folder(output) as stage:
        (stage / "file").write_text("x")
        assert not output.exists()
    assert [path.name for path in output.iterdir()] == ["file"]
    assert [path.name for path in output.parent.iterdir()] == ["out"]


@pytest.mark.parametrize("failure", [ValueError("no"), KeyboardInterrupt()])
def test_a_failure_leaves_nothing_and_is_passed_on(tmp_path, failure):
    with pytest.raises(type(failure)):
        with staged_folder(tmp_path / "out") as stage:
            (stage / "file").write_text("x")
            raise failure
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("failure", "words"),
    [
        (OSError(errno.ENOSPC, "Full"), "disk is full"),
        (OSError("576000 requested and 20352 written"), "disk is full"),
        (
            tf.errors.ResourceExhaustedError(
                None, None, "x; No space left on device"
            ),
            "disk is full",
        ),
        (OSError(errno.EACCES, "Denied"), "no permission"),
        (OSError(errno.EIO, "Broken"), "nothing was written: .*Broken"),
        (
            tf.errors.InvalidArgumentError(
                None,
                None,
                "Graph execution error:\n\n  File a\nno sides [Op:x]",
            ),
            "nothing was written: no sides$",
        ),
    ],
)
def test_what_the_disk_refuses_is_explained(tmp_path, failure, words):
    with pytest.raises(ExportError, match=words) as error:
        with staged_folder(tmp_path / "new" / "out") as stage:
            (stage / "file").write_text("x")
            raise failure
    assert "\n" not in str(error.value)
    assert not list(tmp_path.iterdir())


def test_a_folder_in_use_is_left_untouched(tmp_path):
    output = write_earlier(tmp_path / "out")
    with pytest.raises(ExportError, match="already exists"):
        with staged_folder(output):
            pytest.fail("must not get here")
    assert (output / PROOF).read_text() == "earlier"


def test_an_empty_folder_is_filled(tmp_path):
    with staged_folder(tmp_path / "out") as stage:
        (tmp_path / "out").mkdir()
        (stage / "file").write_text("x")
    assert (tmp_path / "out" / "file").read_text() == "x"


def test_overwriting_swaps_the_whole_folder(tmp_path):
    output = write_earlier(tmp_path / "out")
    with staged_folder(output, overwrite=True, proof=PROOF) as stage:
        (stage / "file").write_text("x")
        assert (output / PROOF).exists()
    assert [path.name for path in output.iterdir()] == ["file"]
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_a_failed_overwrite_keeps_the_earlier_folder(tmp_path):
    output = write_earlier(tmp_path / "out")
    with pytest.raises(ValueError, match="no"):
        with staged_folder(output, overwrite=True, proof=PROOF):
            raise ValueError("no")
    assert (output / PROOF).read_text() == "earlier"
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_a_folder_that_is_no_export_is_never_overwritten(tmp_path):
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "thesis.txt").write_text("years of work")
    with pytest.raises(ExportError, match="not an earlier export"):
        with staged_folder(tmp_path / "out", overwrite=True, proof=PROOF):
            pytest.fail("must not get here")
    assert (tmp_path / "out" / "thesis.txt").exists()


def test_a_file_in_the_way_is_refused(tmp_path):
    (tmp_path / "out").write_text("x")
    with pytest.raises(ExportError, match="is a file"):
        with staged_folder(tmp_path / "out", overwrite=True):
            pytest.fail("must not get here")


def grow(output):
    return staged_folder(output, overwrite=True, proof=PROOF, grows="serving")


def write_served(folder, version):
    path = folder / "serving" / "m" / version
    path.mkdir(parents=True)
    (path / "weights").write_text(version)
    (folder / "serving" / "config").write_text(version)


def test_a_growing_folder_keeps_what_it_has_and_its_place(tmp_path):
    output = write_earlier(tmp_path / "out")
    write_served(output, "1")
    mounted = (output / "serving").stat().st_ino
    with grow(output) as stage:
        write_served(stage, "2")
    files = [p for p in output.rglob("*") if p.is_file()]
    assert {p.relative_to(output).as_posix(): p.read_text() for p in files} == {
        "serving/config": "2",
        "serving/m/1/weights": "1",
        "serving/m/2/weights": "2",
    }
    assert (output / "serving").stat().st_ino == mounted
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_a_growing_folder_stays_when_nothing_comes(tmp_path):
    output = write_earlier(tmp_path / "out")
    write_served(output, "1")
    with grow(output) as stage:
        (stage / "file").write_text("x")
    assert (output / "serving/m/1/weights").exists()
    assert not (output / PROOF).exists()


@pytest.mark.parametrize("nth", range(6))
def test_a_rename_that_fails_brings_everything_back(tmp_path, monkeypatch, nth):
    output = write_earlier(tmp_path / "out")
    write_served(output, "1")
    before = sorted(output.rglob("*"))
    calls, rename = [], type(output).rename

    def fail_once(self, target):
        calls.append(self)
        if len(calls) == nth + 1:
            raise OSError(errno.EIO, "Broken")
        return rename(self, target)

    with pytest.raises(ExportError, match="Broken"):
        with grow(output) as stage:
            write_served(stage, "2")
            monkeypatch.setattr(type(output), "rename", fail_once)
    assert sorted(output.rglob("*")) == before
    assert (output / "serving/config").read_text() == "1"
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


@pytest.mark.parametrize("nth", range(6))
def test_a_kill_while_publishing_is_undone_by_the_next_run(
    tmp_path, monkeypatch, nth, caplog
):
    output = write_earlier(tmp_path / "out")
    write_served(output, "1")
    before = {p: p.is_file() and p.read_text() for p in output.rglob("*")}
    calls, rename = [], type(output).rename

    def die(self, target):
        calls.append(self)
        if len(calls) == nth + 1:
            raise OSError(errno.EIO, "Killed")
        return rename(self, target)

    with pytest.raises(ExportError, match="Killed"):
        with grow(output) as stage:
            write_served(stage, "2")
            monkeypatch.setattr(type(output), "rename", die)
            monkeypatch.setattr(
                "export.publish.rename_transaction.RenameTransaction.undo",
                lambda self: None,
            )
    monkeypatch.undo()
    with pytest.raises(ExportError, match="already exists"):
        with staged_folder(output):
            pytest.fail("must not get here")
    found = {p: p.is_file() and p.read_text() for p in output.rglob("*")}
    assert found == before
    assert [path.name for path in tmp_path.iterdir()] == ["out"]
    assert "the earlier one was put back" in caplog.text


@pytest.mark.parametrize("place", ["model.keras", "proof/notes.txt"])
def test_files_that_no_export_wrote_are_never_removed(tmp_path, place):
    output = write_earlier(tmp_path / "out")
    listed = {"files": {"a": "", "proof/b": ""}}
    (output / PROOF).write_text(json.dumps(listed))
    (output / "proof").mkdir()
    for name in ("a", "proof/b", place):
        (output / name).write_text(name)
    with pytest.raises(ExportError, match=f"such as {place}"):
        with staged_folder(output, overwrite=True, proof=PROOF):
            pytest.fail("must not get here")
    (output / place).unlink()
    with staged_folder(output, overwrite=True, proof=PROOF):
        pass
    assert not any(output.iterdir())


def test_a_folder_that_appears_meanwhile_is_left_untouched(tmp_path):
    output = tmp_path / "out"
    with pytest.raises(ExportError, match="already exists"):
        with staged_folder(output) as stage:
            (stage / "file").write_text("x")
            write_earlier(output)
    assert [path.name for path in output.iterdir()] == [PROOF]
    assert [path.name for path in tmp_path.iterdir()] == ["out"]
