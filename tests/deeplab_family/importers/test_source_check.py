import importlib.util
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from deeplab_family.importers import source_check
from deeplab_family.importers.registry import NETWORK_SOURCES
from deeplab_family.importers.source_check import (
    PROGRAMS,
    Program,
    check_against_source,
    comparison,
    require_program,
)
from deeplab_family.weights import WeightsError
from deeplab_family.weights.sources.registry import BACKBONE_SOURCES

TORCHVISION = NETWORK_SOURCES[0]


def test_the_largest_difference_is_said():
    theirs = np.zeros((2, 2, 3))
    theirs[0, 0] = 8.0, -4.0, 0.0
    ours = theirs.copy()
    ours[1, 1, 2] = 0.004
    text = comparison(ours, theirs, "photo.jpg")
    assert "photo.jpg" in text and "0.004, of values up to 8" in text


@pytest.mark.parametrize("value", [0.1, np.nan])
def test_more_than_rounding_is_refused(value):
    theirs = np.ones((2, 2, 3))
    ours = theirs.copy()
    ours[0, 0, 0] += value
    with pytest.raises(WeightsError, match="not the same network"):
        comparison(ours, theirs, "photo.jpg")


def test_another_shape_is_refused():
    with pytest.raises(WeightsError, match=r"\(2, 2, 3\).*\(2, 2, 4\)"):
        comparison(np.ones((2, 2, 3)), np.ones((2, 2, 4)), "photo.jpg")


def test_packages_that_are_missing_are_named(monkeypatch):
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    with pytest.raises(WeightsError, match="pip install torch torchvision"):
        require_program(TORCHVISION)


def test_projects_whose_code_does_not_run_here_are_told_so():
    others = [s for s in BACKBONE_SOURCES if s.project not in PROGRAMS]
    with pytest.raises(WeightsError, match=others[0].project):
        require_program(others[0])


def test_code_that_fails_is_quoted(tmp_path):
    Image.new("RGB", (4, 4)).save(tmp_path / "photo.png")
    program = Program("json.tool", ())
    with pytest.raises(WeightsError, match="own code failed: .*json.tool"):
        check_against_source(
            None, program, Path("any.pth"), tmp_path / "photo.png"
        )


def test_every_program_is_there():
    for program in PROGRAMS.values():
        assert source_check.importlib.util.find_spec(program.module)
