"""Labels drawn by several processes, and by one that was killed before."""

import functools
import os

import numpy as np
import pytest
from PIL import Image

from input_pipeline.annotations import drawing_processes
from input_pipeline.annotations.draw_regions import draw_regions
from input_pipeline.annotations.drawing_processes import draw_label_files
from input_pipeline.annotations.panoptic_png import (
    PanopticImage,
    draw_panoptic,
)
from input_pipeline.annotations.regions import (
    AnnotatedImage,
    Bitmap,
    Region,
)
from input_pipeline.errors import DataError


def drawings(folder, count):
    """Image i has i pixels of class 1."""
    made = {}
    for number in range(count):
        region = Region("cat", Bitmap(np.ones((1, number), bool)))
        image = AnnotatedImage(f"{number}", folder, 4, 300, (region,))
        path = folder / f"deep/{number}.png"
        made[path] = functools.partial(draw_regions, image, {"cat": 1})
    return made


def read(path):
    return np.asarray(Image.open(path))


def test_two_processes_draw_what_one_does(tmp_path):
    wanted = drawings(tmp_path, 120)
    assert draw_label_files(wanted, processes=2) == 120
    assert [read(path).sum() for path in wanted] == list(range(120))
    assert len(os.listdir(tmp_path / "deep")) == 120  # no drafts stay
    assert draw_label_files(wanted, processes=2) == 0


def test_what_is_there_stays_and_what_is_half_there_is_drawn(tmp_path):
    wanted = drawings(tmp_path, 3)
    draw_label_files(wanted)
    first, second, third = wanted
    first.write_bytes(first.read_bytes()[:-4])
    second.write_bytes(b"")
    before = third.stat().st_mtime_ns
    assert draw_label_files(wanted) == 2
    assert [read(path).sum() for path in wanted] == [0, 1, 2]
    assert third.stat().st_mtime_ns == before


def test_an_error_of_another_process_is_raised_here(tmp_path, monkeypatch):
    monkeypatch.setattr(drawing_processes, "CHUNK", 1)
    missing = PanopticImage("a", tmp_path, 4, 4, png=tmp_path / "no.png")
    wanted = {
        tmp_path / f"{number}.png": functools.partial(
            draw_panoptic, missing, {}, 0
        )
        for number in range(2)
    }
    with pytest.raises(DataError, match=r"no\.png is no PNG of segment ids"):
        draw_label_files(wanted, processes=2)


def test_a_place_that_cannot_be_written_is_named(tmp_path):
    (tmp_path / "deep").write_text("in the way")
    with pytest.raises(DataError, match="deep cannot be written"):
        draw_label_files(drawings(tmp_path, 1))
