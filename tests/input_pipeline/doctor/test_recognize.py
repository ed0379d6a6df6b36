import pytest

from input_pipeline import DATASETS
from input_pipeline.doctor.recognize import recognize


@pytest.mark.parametrize(
    ("mark", "name"),
    [
        ("manifest.json", "records"),
        ("ImageSets/Segmentation", "voc"),
        ("VOCdevkit/VOC2012/ImageSets/Segmentation", "voc"),
        ("leftImg8bit", "cityscapes"),
        ("training/gt_image_2", "kitti_road"),
        ("pictures", "folder"),
    ],
)
def test_layout_is_told_by_its_folders(mark, name, tmp_path):
    (tmp_path / mark).mkdir(parents=True)
    expected = name if name in DATASETS else "folder"
    assert recognize(tmp_path) == expected


def test_images_and_labels_make_a_plain_folder(tmp_path):
    for part in ("images", "labels", "annotations"):
        (tmp_path / part).mkdir()
    assert recognize(tmp_path) == "folder"
