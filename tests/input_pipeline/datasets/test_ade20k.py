import numpy as np
import pytest

from input_pipeline import DataError
from input_pipeline.datasets import ADE20KDataset, to_stored_ids
from tests.contracts.dataset import DatasetContract
from tests.input_pipeline.datasets.write_ade20k import write_ade20k


class TestADE20K(DatasetContract):
    num_classes = 150

    @pytest.fixture
    def dataset(self, tmp_path):
        return ADE20KDataset(write_ade20k(tmp_path))


def test_ids_move_down_by_one_and_0_is_ignored():
    table = ADE20KDataset.spec.label_table
    assert table[:4].tolist() == [255, 0, 1, 2]
    assert table[150] == 149
    assert np.all(table[151:] == -1)
    assert to_stored_ids([0, 149, 255], ADE20KDataset.spec).tolist() == [
        1,
        150,
        0,
    ]


def test_names_stand_at_the_places_of_the_object_list():
    names = ADE20KDataset.spec.class_names
    places = {0: "wall", 12: "person", 20: "car", 82: "light", 149: "flag"}
    assert {place: names[place] for place in places} == places


def test_is_found_below_the_folder_it_is_unpacked_to(tmp_path):
    write_ade20k(tmp_path / "ADEChallengeData2016")
    assert ADE20KDataset(tmp_path).splits == ("train", "val")


def test_the_test_split_is_refused_with_the_reason(tmp_path):
    with pytest.raises(DataError, match="not published"):
        ADE20KDataset(write_ade20k(tmp_path)).samples("test")


def test_another_folder_is_refused_with_the_tree(tmp_path):
    with pytest.raises(DataError, match="not ADE20K.*annotations/training"):
        ADE20KDataset(tmp_path)
