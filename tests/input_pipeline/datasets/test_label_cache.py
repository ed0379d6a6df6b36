import os
from functools import partial

import numpy as np
import pytest
from PIL import Image

from input_pipeline import DataError
from input_pipeline.datasets.label_cache import draw_labels, write_file


def flat(value):
    return np.full((4, 6), value, np.uint8)


def drawings(folder, count=5):
    return {folder / f"{n}.png": partial(flat, n) for n in range(count)}


def test_draws_what_is_missing_and_keeps_the_rest(tmp_path):
    folder = tmp_path / "below" / "labels"
    assert draw_labels(drawings(folder, 3)) == 3
    before = {p: p.stat().st_mtime_ns for p in folder.iterdir()}
    assert draw_labels(drawings(folder, 5)) == 2
    assert all(p.stat().st_mtime_ns == t for p, t in before.items())
    for number in range(5):
        label = np.asarray(Image.open(folder / f"{number}.png"))
        np.testing.assert_array_equal(label, flat(number))


def test_a_failure_leaves_only_whole_files_and_can_be_resumed(tmp_path):
    def fail():
        raise DataError("broken source")

    some = drawings(tmp_path)
    with pytest.raises(DataError, match="broken source"):
        draw_labels({**some, tmp_path / "x.png": fail})
    for path in tmp_path.iterdir():
        assert path in some
        Image.open(path).load()
    draw_labels(some)
    assert sorted(tmp_path.iterdir()) == sorted(some)


def test_a_full_disk_is_told_and_leaves_no_draft(tmp_path, monkeypatch):
    def fail(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", fail)
    with pytest.raises(DataError, match="a.png cannot be written: No space"):
        write_file(tmp_path / "a.png", b"content")
    assert [*tmp_path.iterdir()] == []


def test_a_folder_that_cannot_be_made_is_told_with_the_way_out(tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(DataError, match="file/labels.*copy the data set"):
        draw_labels(drawings(tmp_path / "file" / "labels"))
