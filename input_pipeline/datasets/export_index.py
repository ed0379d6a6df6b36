"""Index of an export: its classes and files, kept beside the labels.

A large JSON file takes many seconds to read; who only needs names does not
read it again.
"""

import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from input_pipeline.annotations.boxes import count_boxes
from input_pipeline.annotations.export import Export
from input_pipeline.annotations.regions import inner_path
from input_pipeline.atomic_files import write_atomic
from input_pipeline.errors import DataError


@dataclass(frozen=True)
class ExportIndex:
    """Names of what an export holds.

    Args:
        class_names: in the order of the export.
        splits: name and photograph of each image, sorted, by split; "" where
            there are no splits.
        broken: what is wrong with the images that were left out, by split.
        boxes: how many regions are rectangles, and how many there are.
    """

    class_names: Sequence[str]
    splits: Mapping[str, Sequence[tuple[str, Path]]]
    broken: Mapping[str, Sequence[str]]
    boxes: tuple[int, int] = (0, 0)

    @classmethod
    def of(cls, export: Export) -> "ExportIndex":
        """The index of an export that was read."""
        for image in (i for of in export.splits.values() for i in of):
            try:
                inner_path(image.name)  # labels are written under it
            except ValueError as error:
                raise DataError(f"{image.path}: {error}") from error
        splits = {
            split: sorted((i.name, i.path) for i in images)
            for split, images in export.splits.items()
        }
        broken = {}
        for image in export.broken:
            broken.setdefault(image.split, []).append(image.reason)
        for split in broken:
            splits.setdefault(split, [])
        images = (image for of in export.splits.values() for image in of)
        boxes = count_boxes(region for i in images for region in i.regions)
        return cls(list(export.class_names), splits, broken, boxes)


def read_index(path: Path, root: Path) -> ExportIndex | None:
    """Reads an index; None if it is not there or not whole.

    Args:
        path: of the file.
        root: folder of the export.
    """
    try:
        content = json.loads(path.read_bytes())
        splits = {
            split: [(name, root / file) for name, file in listed]
            for split, listed in content["splits"].items()
        }
        boxes, regions = content["boxes"]
        return ExportIndex(
            content["classes"], splits, content["broken"], (boxes, regions)
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def write_index(path: Path, root: Path, index: ExportIndex) -> None:
    """Writes an index.

    Raises:
        DataError: if it cannot be written.
    """
    content = {
        "classes": index.class_names,
        "splits": {
            split: [(name, os.path.relpath(file, root)) for name, file in of]
            for split, of in index.splits.items()
        },
        "broken": index.broken,
        "boxes": index.boxes,
    }
    try:
        write_atomic(path, json.dumps(content))
    except OSError as error:
        raise DataError(
            f"{path} cannot be written: {error.strerror or error}"
        ) from error
