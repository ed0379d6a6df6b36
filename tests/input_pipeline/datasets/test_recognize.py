import pytest

from input_pipeline import DATASETS
from input_pipeline.datasets.recognize import recognize


@pytest.mark.parametrize(
    ("mark", "name"),
    [
        ("manifest.json", "records"),
        ("train-00000-of-00010", "records"),
        ("val-00000-of-00001.tfrecord", "records"),
        ("ImageSets/Segmentation", "voc"),
        ("VOCdevkit/VOC2012/ImageSets/Segmentation", "voc"),
        ("leftImg8bit", "cityscapes"),
        ("training/gt_image_2", "kitti_road"),
        ("pictures", "folder"),
    ],
)
def test_layout_is_told_by_its_folders(mark, name, tmp_path):
    (tmp_path / mark).mkdir(parents=True)
    assert recognize(tmp_path) == name and name in DATASETS


def test_images_and_labels_make_a_plain_folder(tmp_path):
    for part in ("images", "labels", "annotations"):
        (tmp_path / part).mkdir()
    assert recognize(tmp_path) == "folder"


def test_a_list_of_classes_makes_a_folder_of_ones_own(tmp_path):
    (tmp_path / "images/training").mkdir(parents=True)
    (tmp_path / "annotations/training").mkdir(parents=True)
    assert recognize(tmp_path) == "ade20k"
    (tmp_path / "classes.txt").write_text("cat\ndog\n")
    assert recognize(tmp_path) == "folder"


def test_foreign_records_name_their_classes_too(tmp_path):
    (tmp_path / "classes.txt").write_text("cat\ndog\n")
    (tmp_path / "train-00000-of-00001").touch()
    assert recognize(tmp_path) == "records"
