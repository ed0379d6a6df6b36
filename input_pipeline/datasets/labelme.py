"""LabelMe: a JSON file of shapes for each photograph, or several.

<name>.json beside <name>.jpg, in any folders; `train` and `val` are splits
labels.txt (with __ignore__ and _background_) lists the classes, if it is there

A photograph that is only stored within its JSON file (`imageData`) is taken
from there.
"""

import base64
import binascii
import contextlib
import difflib
import os
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path

from input_pipeline.annotations.drawing_rules import DrawingRules
from input_pipeline.annotations.export import BrokenImage, Export
from input_pipeline.annotations.labelme_shapes import IGNORED, read_shapes
from input_pipeline.annotations.large_json import (
    read_annotations,
    read_ends,
    short,
)
from input_pipeline.annotations.photographs import PhotographFinder, tool_path
from input_pipeline.annotations.picture_size import upright_size
from input_pipeline.annotations.regions import AnnotatedImage, side
from input_pipeline.atomic_files import write_atomic
from input_pipeline.datasets.files_below import files_below
from input_pipeline.datasets.files_by_split import FilesBySplitDataset
from input_pipeline.datasets.label_map_file import read_class_names
from input_pipeline.errors import DataError

LABELS = "labels.txt"
_KINDS = {b"\xff\xd8\xff": ".jpg", b"\x89PNG": ".png"}
_PROBED = 2**16
_LOOKED_AT = 20
"""JSON files that tell whether a folder is LabelMe's."""


class LabelMeDataset(FilesBySplitDataset):
    """Shapes of LabelMe; the later one in the file lies over the earlier.

    Without `labels.txt` the classes are all labels there are, sorted. Shapes
    called "__ignore__" are left out of losses and scores (255).

    Args:
        root: folder of the JSON files.
        val_share: see `AnnotatedDataset`.
        rules: see `AnnotatedDataset`.

    Raises:
        DataError: if there are no such files.
    """

    suits = DrawingRules("later", "background")
    instead_of_boxes = (
        "Draw with LabelMe's tool 'Polygon' ('Create Polygons' in older "
        "versions) or its AI tools, not with 'Rectangle'"
    )

    @classmethod
    def recognizes(cls, root: Path) -> bool:
        """Whether JSON files in a folder have `shapes` and `imagePath`."""
        found = files_below(root, ".json")[:_LOOKED_AT]
        return any(is_labelme(path) for path in found)

    def find_files(self) -> Sequence[Path]:
        """The JSON files; raises if there are none."""
        files = [
            path for path in files_below(self.root, ".json") if is_labelme(path)
        ]
        if not files:
            raise DataError(
                f"{self.root} holds no JSON files of LabelMe, which have "
                "`shapes` and `imagePath`"
            )
        return files

    def annotation_files(self) -> Sequence[Path]:
        """The JSON files, and `labels.txt` if it is there."""
        labels = self.root / LABELS
        return [*self.files, *([labels] if labels.is_file() else [])]

    def read(self) -> Export:
        """Reads all JSON files; those of one photograph become one label."""
        images: dict[tuple[str, Path], list] = {}
        broken = []
        for path, split in self.files.items():
            name = os.path.relpath(path, self.root)
            try:
                image = self._read(path, name.removesuffix(".json"))
                images.setdefault((split, image.path), []).append(image)
            except (ValueError, DataError) as error:
                reason = f"{name}: {short(error)}"
                broken.append(BrokenImage(split, name, reason))
        splits: dict[str, list] = {}
        for (split, _), parts in images.items():
            splits.setdefault(split, []).append(_joined(parts))
        regions = (r for of in splits.values() for i in of for r in i.regions)
        there = {r.class_name for r in regions if not r.ignored}
        names = [n for n in self._listed or sorted(there) if n != IGNORED]
        if not names and not broken:
            raise DataError(
                f"{self.root}: none of LabelMe's files holds a shape. List "
                f"the classes in {LABELS}, or draw something"
            )
        return Export(names, splits, broken)

    @cached_property
    def _listed(self) -> list[str]:
        path = self.root / LABELS
        return list(read_class_names(path)) if path.is_file() else []

    def _read(self, path: Path, name: str) -> AnnotatedImage:
        content = read_annotations(path)
        if not isinstance(content, dict):
            raise ValueError("it is no object with `shapes`")
        photograph = self._photograph(content, path, name)
        height, width = _size(content, photograph)
        shapes = content.get("shapes")
        regions = read_shapes(shapes, height, width, self._check_label)
        return AnnotatedImage(name, photograph, height, width, regions)

    def _photograph(self, content: dict, path: Path, name: str) -> Path:
        stated = content.get("imagePath")
        # As LabelMe does: from the folder of the JSON file.
        beside = path.parent / str(stated).replace("\\", "/")
        with contextlib.suppress(OSError):  # a name that is too long
            if isinstance(stated, str) and beside.is_file():
                return Path(os.path.normpath(beside))
        images = self.root / "images"
        folders = [path.parent, path.parent / "images"]
        folders += [images / path.parent.name, images, self.root]
        finder = PhotographFinder(folders)
        found = finder.find(str(tool_path(stated)))
        within = content.get("imageData")
        if found.is_file() or within is None:
            return found
        return self._unpack(within, name)

    def _unpack(self, within, name: str) -> Path:
        try:
            content = base64.b64decode(within, validate=True)
        except (TypeError, ValueError, binascii.Error) as error:
            raise ValueError("`imageData` is no base64") from error
        for start, ending in _KINDS.items():
            if content.startswith(start):
                path = self._cache / "photographs" / f"{name}{ending}"
                _write(path, content)
                return path
        raise ValueError("`imageData` holds neither JPEG nor PNG")

    def _check_label(self, label: str) -> None:
        if not self._listed or label in self._listed or label == IGNORED:
            return
        alike = difflib.get_close_matches(label, self._listed, 1)
        hint = f"; is it {alike[0]!r}?" if alike else ""
        raise ValueError(f"the label is not listed in {LABELS}{hint}")


def _write(path: Path, content: bytes) -> None:
    try:
        write_atomic(path, content)
    except OSError as error:
        raise DataError(
            f"{path} cannot be written: {error.strerror or error}. Photographs "
            "that lie in JSON files are kept there"
        ) from error


def _joined(parts: list[AnnotatedImage]) -> AnnotatedImage:
    """One image of all files of a photograph, in the order of their names."""
    first = parts[0]
    regions = tuple(region for part in parts for region in part.regions)
    return AnnotatedImage(
        first.name, first.path, first.height, first.width, regions
    )


def _size(content: dict, photograph: Path) -> tuple[int, int]:
    stated = content.get("imageHeight"), content.get("imageWidth")
    if not photograph.is_file():
        return side(stated[0], "imageHeight"), side(stated[1], "imageWidth")
    height, width = upright_size(photograph)
    if stated not in ((None, None), (height, width)):
        raise ValueError(
            f"imageWidth x imageHeight are {stated[1]!r:.20} x "
            f"{stated[0]!r:.20}, but {photograph.name} has {width} x {height} "
            "pixels: it was resized or turned after it was labelled"
        )
    return height, width


def is_labelme(path: Path) -> bool:
    """Whether a JSON file names LabelMe's keys at its begin or end."""
    try:
        text = read_ends(path, _PROBED)
    except OSError:
        return False
    return b'"shapes"' in text and (
        b'"imagePath"' in text or b'"shape_type"' in text
    )
