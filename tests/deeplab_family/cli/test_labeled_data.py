from types import SimpleNamespace

import pytest

from deeplab_family.cli.labeled_data import labeled_data
from export import LabeledData


def options(root="", dataset="folder", split="val"):
    return SimpleNamespace(root=root, dataset=dataset, split=split)


def test_the_words_name_a_split():
    assert labeled_data(options()) is None
    data = labeled_data(options("kitti", "kitti_road", "val_part"))
    expected = LabeledData(root="kitti", dataset="kitti_road", split="val_part")
    assert data == expected


@pytest.mark.parametrize("words", [{"dataset": "voc"}, {"split": "test"}])
def test_a_data_set_without_its_folder_is_refused(words):
    with pytest.raises(ValueError, match="need --root"):
        labeled_data(options(**words))
