import pytest

from input_pipeline.datasets import FileDataset


class Lists(FileDataset):
    def __init__(self, root):
        self.root = root


def test_a_share_for_val_is_of_no_use_to_splits_of_ones_own():
    assert Lists.open("here", val_share=0.2).root == "here"


def test_samples_are_what_a_subclass_must_give():
    with pytest.raises(NotImplementedError):
        Lists.open("here").open_split("train")
