import pytest
from PIL import Image

from input_pipeline import DataError, check_samples
from input_pipeline.datasets import CamVidDataset
from tests.contracts.dataset import DatasetContract
from tests.input_pipeline.datasets.write_camvid import write_camvid
from tests.input_pipeline.draw_files import write_folder


class TestSegNetLayout(DatasetContract):
    num_classes = 11

    @pytest.fixture
    def dataset(self, tmp_path):
        return CamVidDataset(write_camvid(tmp_path))


class TestPlainLayout(DatasetContract):
    num_classes = 11

    @pytest.fixture
    def dataset(self, tmp_path):
        return CamVidDataset(write_folder(tmp_path))


def test_void_is_11_in_one_layout_and_255_in_the_other(tmp_path):
    segnet = CamVidDataset(write_camvid(tmp_path / "segnet"))
    plain = CamVidDataset(write_folder(tmp_path / "plain"))
    assert segnet.spec.label_table[11] == 255
    assert segnet.spec.label_table[255] == -1
    assert plain.spec.label_table[11] == -1
    assert plain.spec.label_table[255] == 255


def test_converted_labels_in_the_layout_of_segnet_are_refused(tmp_path):
    write_camvid(tmp_path)
    annot = tmp_path / "trainannot"
    for path in annot.glob("*.png"):
        with Image.open(path) as label:
            label.point(lambda i: 255 if i == 11 else i).save(path)
    dataset = CamVidDataset(tmp_path)
    with pytest.raises(DataError, match="id 255; .*ids 0 to 11. 255 is no"):
        check_samples(dataset.samples("train"), dataset.spec)


def test_all_three_splits_are_found(tmp_path):
    assert CamVidDataset(write_camvid(tmp_path)).splits == (
        "test",
        "train",
        "val",
    )


def test_another_folder_is_refused_with_both_trees(tmp_path):
    with pytest.raises(DataError, match="trainannot.*images/train"):
        CamVidDataset(tmp_path)
