import pytest

from input_pipeline import DataError
from input_pipeline.datasets.pairing import refuse_unknown_split


def test_known_splits_pass(tmp_path):
    refuse_unknown_split("val", ("train", "val"), tmp_path)


def test_unknown_ones_are_answered_with_the_known_and_a_hint(tmp_path):
    with pytest.raises(DataError, match="'x'. Splits found: a, b. Ask me"):
        refuse_unknown_split("x", ("a", "b"), tmp_path, "Ask me")
    with pytest.raises(DataError, match="Splits found: none$"):
        refuse_unknown_split("x", (), tmp_path)


@pytest.mark.parametrize(
    ("split", "splits", "flag"),
    [
        ("val", ("test", "train"), "--data.eval-split train"),
        ("train", ("a", "b"), "--data.train-split a"),
        ("train_aug", ("train", "val"), "--data.train-split train"),
    ],
)
def test_the_message_says_what_to_do(tmp_path, split, splits, flag):
    with pytest.raises(DataError, match="ame a split") as error:
        refuse_unknown_split(split, splits, tmp_path)
    assert flag in str(error.value)
    command = f"deeplab convert {tmp_path} --to folder --output DIR --split 0.8"
    assert (command in str(error.value)) == (split != "train_aug")
