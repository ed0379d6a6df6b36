import dataclasses
from pathlib import Path

import pytest

from input_pipeline.sample import ID, IMAGE, LABEL, SamplePaths


def test_parts_have_names_of_their_own():
    assert len({ID, IMAGE, LABEL}) == 3


def test_paths_of_a_sample_do_not_change():
    paths = SamplePaths(id="a", image_path=Path("a"), label_path=Path("b"))
    with pytest.raises(dataclasses.FrozenInstanceError):
        paths.id = "b"
