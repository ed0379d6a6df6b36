"""Masks in the folders of PASCAL VOC, with other classes.

classes.txt, class_names.txt or labels.txt      (one a line; 0 first)
JPEGImages/<name>.jpg
SegmentationClass/<name>.png or SegmentationClassPNG   (index = class, 255 void)
ImageSets/Segmentation/<split>.txt              (all masks, if there is none)

LabelMe's `labelme2voc.py` writes `class_names.txt` and no lists.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path

from input_pipeline.datasets.label_map_file import read_class_names
from input_pipeline.datasets.mask_export import (
    MaskExportDataset,
    pair_names,
    read_lists,
)
from input_pipeline.datasets.spec import DatasetSpec, voc_palette
from input_pipeline.errors import DataError
from input_pipeline.sample import SamplePaths

CLASS_LISTS = ("classes.txt", "class_names.txt", "labels.txt")
MASKS = ("SegmentationClassPNG", "SegmentationClass")
LISTS = Path("ImageSets/Segmentation")
IGNORED = "__ignore__"


class VOCOtherDataset(MaskExportDataset):
    """Indexed masks in VOC's folders, with the classes of a list beside.

    Args:
        root: folder that holds the list and `SegmentationClass`.
        val_share: see `MaskExportDataset`.
        rules: likewise.

    Raises:
        DataError: if files are missing or damaged.
    """

    marks = ("SegmentationClass*",)

    @classmethod
    def recognizes(cls, root: Path) -> bool:
        """Whether a folder has VOC's folders and a list of classes."""
        return _masks(root) is not None and _list(root) is not None

    def read_spec(self) -> DatasetSpec:
        """The classes of the list; `__ignore__` before them is 255."""
        path = _list(self.root)
        names = read_class_names(path)
        if names[0] == IGNORED:
            names = names[1:]
        try:
            return DatasetSpec(names, voc_palette(len(names)))
        except ValueError as error:
            raise DataError(f"{path}: {error}") from error

    def list_parts(self) -> Mapping[str, Sequence[SamplePaths]]:
        """The names of the lists; of all masks if there is no list."""
        labels, names = _masks(self.root), _list(self.root)
        if labels is None or names is None:
            raise DataError(
                f"{self.root} must hold SegmentationClass and one of "
                f"{', '.join(CLASS_LISTS)} for masks in VOC's folders"
            )
        lists = read_lists(self.root / LISTS)
        if not lists:
            lists = {"": sorted(path.stem for path in labels.glob("*.png"))}
        folders = [self.root / "JPEGImages", self.root / "images"]
        hint = "Copy them into JPEGImages"
        return {
            split: pair_names(of_split, labels, folders, hint)
            for split, of_split in lists.items()
        }


def _masks(root: Path) -> Path | None:
    found = (root / name for name in MASKS)
    return next((f for f in found if any(f.glob("*.png"))), None)


def _list(root: Path) -> Path | None:
    found = (root / name for name in CLASS_LISTS)
    return next((path for path in found if path.is_file()), None)
