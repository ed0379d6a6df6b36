import hashlib

import pytest

from export.verify.checksums import check_checksums, checksums


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "deep").mkdir()
    (tmp_path / "a").write_bytes(b"one")
    (tmp_path / "deep" / "b").write_bytes(b"two")
    return tmp_path


def failures(folder, expected):
    found = check_checksums(folder, expected)
    return {f.path: f.detail for f in found if not f.good}


def test_every_file_below_has_its_sum(folder):
    assert checksums(folder) == {
        "a": hashlib.sha256(b"one").hexdigest(),
        "deep/b": hashlib.sha256(b"two").hexdigest(),
    }


def test_untouched_files_are_one_good_finding(folder):
    [finding] = check_checksums(folder, checksums(folder))
    assert finding.good
    assert "all 2 files" in finding.detail


def test_a_changed_and_a_missing_file_are_named(folder):
    expected = checksums(folder)
    (folder / "a").write_bytes(b"onf")
    (folder / "deep" / "b").unlink()
    assert failures(folder, expected) == {
        "a": "was changed or damaged since the export",
        "deep/b": "is missing",
    }


def test_exchanged_files_are_told_from_changed_ones(folder):
    expected = checksums(folder)
    (folder / "a").write_bytes(b"two")
    (folder / "deep" / "b").write_bytes(b"one")
    found = failures(folder, expected)
    assert found["a"] == "has the content of deep/b; the files were exchanged"
    assert "content of a" in found["deep/b"]


def test_a_file_that_came_later_is_nobodys_business(folder):
    expected = checksums(folder)
    (folder / "notes.txt").write_text("x")
    assert failures(folder, expected) == {}
