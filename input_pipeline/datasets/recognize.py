"""Recognition of a data set by the folders that only it has."""

from pathlib import Path

from input_pipeline.datasets.dataset import Dataset
from input_pipeline.datasets.label_map_file import FILE_NAME as LABEL_MAP
from input_pipeline.datasets.labelme import LabelMeDataset
from input_pipeline.datasets.registry import DATASETS
from input_pipeline.datasets.yolo import YOLODataset

FOLDER, LABELME, YOLO = "folder", "labelme", "yolo"


def recognize(root: Path) -> str:
    """The name of a data set's layout; "folder" if nothing else fits.

    A data set is recognized by its `marks`. Where the folder names classes of
    its own it cannot be one whose classes are known.

    Args:
        root: folder of the data set.
    """
    if YOLODataset.recognizes(root):  # which has images and labels too
        return YOLO
    if (root / "images").is_dir() and (root / "labels").is_dir():
        is_labelme = LabelMeDataset.recognizes(root / "labels")
        return LABELME if is_labelme else FOLDER
    names_its_classes = any(
        (root / name).is_file() for name in ("classes.txt", LABEL_MAP)
    )
    for name, kind in DATASETS.items():
        if names_its_classes and not kind.any_classes:
            continue
        if _fits(kind, root):
            return name
    return FOLDER


def _fits(kind: type[Dataset], root: Path) -> bool:
    if hasattr(kind, "recognizes"):
        return kind.recognizes(root)
    return any(True for mark in kind.marks for _ in root.glob(mark))
