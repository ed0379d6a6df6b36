import numpy as np
import pytest
from PIL import Image

from deeplab_family.predicting import stored_ids_writer
from input_pipeline import DataError
from input_pipeline.datasets import CityscapesDataset, VOCDataset

CITYSCAPES = CityscapesDataset.spec.class_names


def test_writes_gray_pngs_of_the_ids_of_the_test_server(tmp_path):
    write = stored_ids_writer(tmp_path, "cityscapes", CITYSCAPES)
    write("berlin_000000_000019_leftImg8bit", np.array([[0, 13], [18, 10]]))
    name = "berlin_000000_000019_leftImg8bit.png"
    with Image.open(tmp_path / "stored_ids" / name) as label:
        assert label.mode == "L"
        assert np.asarray(label).tolist() == [[7, 26], [33, 23]]


def test_without_a_data_set_nothing_is_written(tmp_path):
    stored_ids_writer(tmp_path, "", ("road",))("a", np.zeros((2, 2), int))
    assert not (tmp_path / "stored_ids").exists()


@pytest.mark.parametrize("name", ["voc", "kitti_road", "folder", "nothing"])
def test_data_sets_without_a_fixed_map_are_answered_with_those(tmp_path, name):
    with pytest.raises(DataError, match="camvid, cityscapes, coco_stuff. Rec"):
        stored_ids_writer(tmp_path, name, CITYSCAPES)


def test_a_model_of_other_classes_is_refused(tmp_path):
    with pytest.raises(ValueError, match="knows 21 classes.*cityscapes has 19"):
        stored_ids_writer(tmp_path, "cityscapes", VOCDataset.spec.class_names)


def test_a_model_of_another_order_is_refused(tmp_path):
    with pytest.raises(ValueError, match="class 0 is 'bicycle'.*'road'"):
        stored_ids_writer(tmp_path, "cityscapes", CITYSCAPES[::-1])
