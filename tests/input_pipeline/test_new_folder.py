import os

import pytest

from input_pipeline import DataError
from input_pipeline.new_folder import new_folder


def test_appears_when_it_is_complete(tmp_path):
    path = tmp_path / "above" / "made"
    with new_folder(path) as folder:
        (folder / "a").touch()
        assert not path.exists()
    assert (path / "a").exists()
    assert os.listdir(tmp_path / "above") == ["made"]


def test_takes_the_place_of_an_empty_folder(tmp_path):
    with new_folder(tmp_path) as folder:
        (folder / "a").touch()
    assert os.listdir(tmp_path) == ["a"]


@pytest.mark.parametrize("error", [RuntimeError, KeyboardInterrupt])
def test_failures_leave_nothing_behind(tmp_path, error):
    with pytest.raises(error), new_folder(tmp_path / "made") as folder:
        (folder / "a").touch()
        raise error
    assert os.listdir(tmp_path) == []


def test_a_full_disk_is_an_error_for_people(tmp_path):
    with pytest.raises(DataError, match="made cannot be written: No space"):
        with new_folder(tmp_path / "made"):
            raise OSError(28, "No space left on device")


@pytest.mark.parametrize("used", ["file", "folder"])
def test_what_is_in_the_way_stays(tmp_path, used):
    path = tmp_path / "made"
    if used == "folder":
        path.mkdir()
    (path / "a" if used == "folder" else path).write_text("mine")
    with pytest.raises(DataError, match="in use"), new_folder(path):
        pass
    assert path.exists()
