import pytest

from input_pipeline import DataError
from input_pipeline.datasets.split_names import refuse_unknown_split


def test_known_splits_pass(tmp_path):
    refuse_unknown_split("val", ("train", "val"), tmp_path)


def test_unknown_ones_are_answered_with_the_known_and_a_hint(tmp_path):
    with pytest.raises(DataError, match="'x'. Splits found: a, b. Ask me"):
        refuse_unknown_split("x", ("a", "b"), tmp_path, "Ask me")
    with pytest.raises(DataError, match="Splits found: none$"):
        refuse_unknown_split("x", (), tmp_path)
