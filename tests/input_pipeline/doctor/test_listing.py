from pathlib import Path

import pytest

from input_pipeline import DataError
from input_pipeline.doctor.listing import (
    choose_splits,
    list_dataset,
)
from tests.input_pipeline.doctor.healthy_folder import write_healthy


def test_splits_are_all_or_those_wanted():
    assert choose_splits(("a", "b"), (), Path()) == ("a", "b")
    assert choose_splits(("a", "b"), ("b",), Path()) == ("b",)
    with pytest.raises(DataError, match="no split 'c'.*a, b"):
        choose_splits(("a", "b"), ("c",), Path())


def test_count_is_known_before_reading(tmp_path):
    listing = list_dataset("folder", write_healthy(tmp_path / "photos"), ())
    assert listing.count == len(listing.cases) == 5


def test_missing_folder_and_unknown_layout_are_wrong_calls(tmp_path):
    with pytest.raises(DataError, match="is not a folder"):
        list_dataset("folder", tmp_path / "nowhere", ())
    with pytest.raises(DataError, match="nosuch"):
        list_dataset("nosuch", tmp_path, ())
