"""Recognition of a data set by the folders that only it has."""

from pathlib import Path

from input_pipeline.datasets.dataset import Dataset
from input_pipeline.datasets.folder_trees import find_trees
from input_pipeline.datasets.label_map_file import FILE_NAME as LABEL_MAP
from input_pipeline.datasets.labelme import LabelMeDataset
from input_pipeline.datasets.registry import DATASETS
from input_pipeline.datasets.yolo import YOLODataset
from input_pipeline.errors import DataError

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


def refuse_nested(root: Path) -> None:
    """Refuses a folder that only holds others in which data sets are.

    Archives are often unpacked into a folder of their own.

    Raises:
        DataError: if a folder right in it is a data set, and it is none.
    """
    if recognize(root) != FOLDER or _has_train(root):
        return
    folders = sorted(p for p in root.glob("*") if p.is_dir())
    inner = {
        folder: recognize(folder)
        for folder in folders
        if not folder.name.startswith(".")
    }
    inner = {path: name for path, name in inner.items() if name != FOLDER}
    if inner:
        path, name = next(iter(inner.items()))
        listed = ", ".join(f"{p.name} ({n})" for p, n in inner.items())
        raise DataError(
            f"{root} is no data set itself; it holds {listed}. Name "
            f"{'that folder' if len(inner) == 1 else 'one of them'}: {path}"
        )


def _has_train(root: Path) -> bool:
    parts = (part for tree in find_trees(root) for part in tree.parts)
    return any(split in ("", "train") for split in parts)


def _fits(kind: type[Dataset], root: Path) -> bool:
    if hasattr(kind, "recognizes"):
        return kind.recognizes(root)
    return any(True for mark in kind.marks for _ in root.glob(mark))
