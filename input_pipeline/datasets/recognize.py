"""Tells the layout of a data set by the folders that only it has."""

from pathlib import Path

from input_pipeline.datasets.label_map_file import FILE_NAME as LABEL_MAP

FOLDER = "folder"
# Patterns, below the folder of the data set.
_MARKS = {
    "records": ("manifest.json", "*-?????-of-?????", "*-of-*.tfrecord*"),
    "voc": (
        "ImageSets/Segmentation",
        "VOC2012/ImageSets/Segmentation",
        "VOCdevkit/VOC2012/ImageSets/Segmentation",
    ),
    "cityscapes": ("leftImg8bit",),
    "coco": (
        "annotations/instances_train2017.json",
        "annotations/instances_val2017.json",
    ),
    "kitti_road": ("training/gt_image_2",),
    "camvid": ("trainannot", "valannot", "testannot"),
    "ade20k": ("annotations/training", "annotations/validation"),
    "mapillary": ("config.json", "config_v1.2.json"),
    "mapillary_v2": ("config_v2.0.json",),
    "sbd": ("cls", "dataset/cls", "benchmark_RELEASE/dataset/cls"),
}


def recognize(root: Path) -> str:
    """The name of a data set's layout; "folder" if nothing else fits.

    Args:
        root: folder of the data set.
    """
    if (root / "images").is_dir() and (root / "labels").is_dir():
        return FOLDER
    for name, marks in _MARKS.items():
        if name != "records" and _names_its_classes(root):
            return FOLDER
        if any(True for mark in marks for _ in root.glob(mark)):
            return name
    return FOLDER


def _names_its_classes(root: Path) -> bool:
    # Foreign records have such a list too; known data sets have none.
    return any((root / name).is_file() for name in ("classes.txt", LABEL_MAP))
