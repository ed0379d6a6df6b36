"""Roboflow's "Semantic Segmentation Masks": gray PNGs and lists of classes.

{train,valid,test}/<name>.jpg, <name>_mask.png, _classes.csv

`_classes.csv` has the header `Pixel Value, Class` and a line a class. Masks
show the state of one version: photographs are resized, and augmented copies
are called `<name>.rf.<hash>.jpg`.

Source: luxonis/luxonis-ml, parsers of Roboflow's exports, and their tests.
"""

import csv
from collections.abc import Mapping, Sequence
from pathlib import Path

from input_pipeline.annotations.class_label import class_label
from input_pipeline.datasets.mask_export import MaskExportDataset
from input_pipeline.datasets.pairing import pair_files
from input_pipeline.datasets.spec import DatasetSpec
from input_pipeline.default_palette import default_palette
from input_pipeline.errors import DataError
from input_pipeline.sample import IGNORE_LABEL, SamplePaths

CLASSES = "_classes.csv"
HEADER = ["pixel value", "class"]
TAIL = "_mask"
_USUAL = {"valid": "val"}


class RoboflowMasksDataset(MaskExportDataset):
    """Masks of Roboflow, with the classes that `_classes.csv` lists.

    Args:
        root: folder that holds `train`, `valid` and `test`, or one of them.
        val_share: see `MaskExportDataset`.
        rules: likewise.

    Raises:
        DataError: if files are missing, a list is damaged, or lists of
            several splits disagree.
    """

    marks = (f"*/{CLASSES}", CLASSES)

    @classmethod
    def recognizes(cls, root: Path) -> bool:
        """Whether a list of classes with values of pixels is there."""
        return any(_is_list(path) for path in _lists(root))

    def read_spec(self) -> DatasetSpec:
        """The classes of all lists, which must agree, by their values."""
        values: dict[int, str] = {}
        first: dict[int, Path] = {}
        for path in _lists(self.root):
            for value, name in read_classes(path).items():
                if values.setdefault(value, name) != name:
                    raise DataError(
                        f"{path} calls the value {value} {name!r}, "
                        f"{first[value]} calls it {values[value]!r}. Export "
                        "all splits of one version together"
                    )
                first.setdefault(value, path)
        stored = sorted(v for v in values if v != IGNORE_LABEL)
        pairs = [(v, i) for i, v in enumerate(stored)]
        pairs.append((IGNORE_LABEL, IGNORE_LABEL))
        names = tuple(values[v] for v in stored)
        palette = default_palette(len(names))
        if stored == list(range(len(stored))):
            pairs = None
        try:
            return DatasetSpec(names, palette, label_map=pairs and tuple(pairs))
        except ValueError as error:
            raise DataError(f"{self.root}: {error}") from error

    def list_parts(self) -> Mapping[str, Sequence[SamplePaths]]:
        """The photographs and masks of each folder with a list."""
        folders = [path.parent for path in _lists(self.root)]
        if not folders:
            raise DataError(
                f"{self.root} is no export of Roboflow's masks: there is no "
                f"train/{CLASSES}. Export as 'Semantic Segmentation Masks'"
            )
        parts = {}
        for folder in folders:
            name = "" if folder == self.root else folder.name
            parts[_USUAL.get(name, name)] = pair_files(folder, folder, TAIL)
        return parts


def _lists(root: Path) -> list[Path]:
    own = root / CLASSES
    below = sorted(p for p in root.glob(f"*/{CLASSES}") if p.is_file())
    return [own] if own.is_file() and not below else below


def _is_list(path: Path) -> bool:
    with path.open("rb") as file:
        return b"pixel value" in file.readline(200).lower()


def read_classes(path: Path) -> dict[int, str]:
    """Reads the names of a list by the values of pixels.

    Args:
        path: of `_classes.csv`.

    Raises:
        DataError: if it is damaged, or none of masks.
    """
    found: dict[int, str] = {}
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.reader(file, skipinitialspace=True, strict=True))
        if not rows or [c.strip().lower() for c in rows[0]] != HEADER:
            raise ValueError("it does not begin with 'Pixel Value, Class'")
        for number, row in enumerate(rows[1:], 2):
            if not row:
                continue
            if len(row) != 2 or not _is_value(row[0].strip()):
                raise ValueError(f"line {number}: {', '.join(row)!r:.60}")
            value = int(row[0])
            if value in found:
                raise ValueError(f"line {number}: {value} again")
            found[value] = class_label(row[1].strip())
        if not found:
            raise ValueError("it lists no class")
    except (OSError, ValueError, csv.Error) as error:
        raise DataError(
            f"{path} is no list of classes: {error}. Export again from "
            "Roboflow as 'Semantic Segmentation Masks'"
        ) from error
    return found


def _is_value(word: str) -> bool:
    return (
        word.isascii()
        and word.isdigit()
        and len(word) < 4
        and (int(word) <= IGNORE_LABEL)
    )
