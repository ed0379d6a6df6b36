"""CVAT's "Segmentation mask 1.1": masks in the colors of the labels.

labelmap.txt                            (name:R,G,B:parts:actions a line)
SegmentationClass/<name>.png            (RGB, or gray: the number of the line)
ImageSets/Segmentation/<subset>.txt     (names; default.txt is no split)
JPEGImages/<name>.jpg                   (with "Save images"; or `images`)

Source: cvat-ai/cvat, site/content/en/docs/dataset_management/formats/
format-smask.md.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path

from PIL import Image

from input_pipeline.annotations.class_label import class_label
from input_pipeline.datasets.mask_export import (
    MaskExportDataset,
    pair_names,
    read_lists,
)
from input_pipeline.datasets.spec import Color, DatasetSpec
from input_pipeline.errors import DataError
from input_pipeline.sample import SamplePaths

LABELMAP = "labelmap.txt"
MASKS = "SegmentationClass"
LISTS = Path("ImageSets/Segmentation")
PLACES = ("JPEGImages", "images", "")
NO_PHOTOGRAPHS = (
    "Export again from CVAT with 'Save images' switched on, or copy the "
    "photographs into JPEGImages"
)
_GRAY = ("1", "L", "I", "I;16")
_NO_SPLIT = ("default", "")


class CVATMasksDataset(MaskExportDataset):
    """Masks of CVAT, by the colors that the export lists.

    Classes are in the order of `labelmap.txt`; what is painted in no label's
    color is the background that CVAT lists.

    Args:
        root: folder that holds `labelmap.txt`.
        val_share: see `MaskExportDataset`.
        rules: likewise.

    Raises:
        DataError: if files are missing, or `labelmap.txt` is damaged.
    """

    marks = (LABELMAP,)

    @classmethod
    def recognizes(cls, root: Path) -> bool:
        """Whether a folder has the list of labels and the masks."""
        return (root / LABELMAP).is_file() and (root / MASKS).is_dir()

    def read_spec(self) -> DatasetSpec:
        """Names and colors of `labelmap.txt`."""
        path = self.root / LABELMAP
        labels = read_labelmap(path)
        names, colors = zip(*labels, strict=True)
        pairs = tuple((color, i) for i, color in enumerate(colors))
        by_color = not self._is_gray()
        if by_color and len(set(colors)) < len(colors):
            twice = next(c for c in colors if colors.count(c) > 1)
            alike = [n for n, c in labels if c == twice]
            raise DataError(
                f"{path}: {alike[0]!r} and {alike[1]!r} have the same color "
                f"{twice}. Give one another color in CVAT (task, Edit label) "
                "and export again"
            )
        try:
            if by_color:
                return DatasetSpec(names, colors, label_colors=pairs)
            return DatasetSpec(names, colors)
        except ValueError as error:
            raise DataError(f"{path}: {error}") from error

    def list_parts(self) -> Mapping[str, Sequence[SamplePaths]]:
        """The names of the lists; of all masks if there is no list."""
        labels = self.root / MASKS
        if not (self.root / LABELMAP).is_file() or not labels.is_dir():
            raise DataError(
                f"{self.root} is no 'Segmentation mask 1.1' of CVAT: it must "
                f"hold {LABELMAP} and {MASKS}"
            )
        lists = read_lists(self.root / LISTS)
        if not lists:
            found = sorted(labels.rglob("*.png"))
            names = [p.relative_to(labels).with_suffix("") for p in found]
            lists = {"": [name.as_posix() for name in names]}
        folders = [self.root / place for place in PLACES]
        parts = {}
        for split, of_split in lists.items():
            split = _usual(split, lists)
            parts[split] = pair_names(of_split, labels, folders, NO_PHOTOGRAPHS)
        return parts

    def _is_gray(self) -> bool:
        first = next((s for of in self._parts.values() for s in of), None)
        try:
            with Image.open(first.label_path) as mask:
                return mask.mode in _GRAY
        except (OSError, AttributeError):
            return False  # whoever reads the masks says what is wrong


def _usual(split: str, lists) -> str:
    """CVAT calls subsets "Train" and "Validation"."""
    if len(lists) == 1 and split.lower() in _NO_SPLIT:
        return ""
    usual = split.lower()
    usual = {"validation": "val", "valid": "val"}.get(usual, usual)
    alike = [s for s in lists if s.lower() in (usual, split.lower())]
    return usual if len(alike) == 1 else split


def read_labelmap(path: Path) -> list[tuple[str, Color]]:
    """Reads the labels of CVAT's file in its order.

    Args:
        path: of `labelmap.txt`.

    Returns:
        Name and RGB color of each.

    Raises:
        DataError: if it cannot be read, or a line is none of CVAT's.
    """
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise DataError(f"{path} is not a readable text file") from error
    found = []
    for number, line in enumerate(lines, 1):
        line = line.partition(" #")[0].strip()
        if not line or line.startswith("#"):
            continue
        try:
            found.append(_label(line))
        except ValueError as error:
            raise DataError(
                f"{path}, line {number}: {error}. CVAT writes lines such as "
                "'cat:250,50,83::'"
            ) from error
    names = [name for name, _ in found]
    if not names or len(set(names)) < len(names):
        twice = next((n for n in names if names.count(n) > 1), None)
        what = f"names {twice!r} twice" if names else "names no label"
        raise DataError(f"{path} {what}")
    return found


def _label(line: str) -> tuple[str, Color]:
    # A name may hold colons itself.
    parts = line.rsplit(":", 3)
    if len(parts) != 4:
        raise ValueError(f"{line!r:.60} is no label")
    words = parts[1].split(",")
    values = [int(w) for w in words if w.strip().isdecimal() and len(w) < 6]
    if len(words) != 3 or len(values) != 3 or max(values) > 255:
        raise ValueError(f"the color {parts[1]!r:.40}")
    return class_label(parts[0].strip()), (values[0], values[1], values[2])
