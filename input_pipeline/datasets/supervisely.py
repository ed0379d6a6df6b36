"""Supervisely: a project of data sets, with a JSON file for each photograph.

meta.json                               (the classes)
<data set>/img/<name>.jpg
<data set>/ann/<name>.jpg.json

Data sets that are called `train` and `val` are splits. The folder may hold
the project, or lie one above it; data sets may lie within data sets.
"""

from collections.abc import Sequence
from functools import cached_property
from pathlib import Path, PurePosixPath

from input_pipeline.annotations.class_label import class_label
from input_pipeline.annotations.drawing_rules import DrawingRules
from input_pipeline.annotations.export import BrokenImage, Export
from input_pipeline.annotations.large_json import read_annotations, short
from input_pipeline.annotations.regions import AnnotatedImage, side
from input_pipeline.annotations.supervisely_objects import (
    NO_AREA,
    read_objects,
)
from input_pipeline.datasets.files_by_split import FilesBySplitDataset
from input_pipeline.datasets.pairing import IMAGE_ENDINGS
from input_pipeline.errors import DataError
from input_pipeline.file_names import ListedFolders

META = "meta.json"


class SuperviselyDataset(FilesBySplitDataset):
    """Objects of Supervisely; the later one lies over the earlier.

    Classes are in the order of `meta.json`. Photographs without a file of
    annotations are left out; with an empty one they are background.

    Args:
        root: folder of the project, or the one above.
        val_share: see `AnnotatedDataset`.
        rules: see `AnnotatedDataset`.

    Raises:
        DataError: if it is no project, or `meta.json` is damaged.
    """

    suits = DrawingRules("later", "background")
    instead_of_boxes = (
        "Draw polygons or masks in Supervisely, with classes of these shapes, "
        "instead of rectangles"
    )

    @classmethod
    def recognizes(cls, root: Path) -> bool:
        """Whether there are a `meta.json` and folders `ann`."""
        project = _project(root)
        return project is not None and bool(_annotations(project))

    @cached_property
    def _meta(self) -> Path:
        project = _project(self.root)
        if project is None:
            raise DataError(
                f"{self.root} is no project of Supervisely: it must hold "
                f"{META} and data sets with img and ann"
            )
        return project / META

    def find_files(self) -> Sequence[Path]:
        """The files; raises if there are none."""
        files = _annotations(self._meta.parent)
        if not files:
            raise DataError(
                f"{self._meta.parent} holds no <data set>/ann/<name>.json. "
                "Download the project from Supervisely with its images"
            )
        return files

    def annotation_files(self) -> Sequence[Path]:
        """`meta.json` and the file of each photograph."""
        return [self._meta, *self.files]

    def read(self) -> Export:
        """Reads all files."""
        names = read_classes(self._meta)
        splits: dict[str, list] = {}
        broken, finder = [], ListedFolders()
        for path, split in self.files.items():
            of_split = splits.setdefault(split, [])
            place = path.relative_to(self._meta.parent).as_posix()
            try:
                of_split.append(_read(path, place, names, finder))
            except (ValueError, DataError) as error:
                reason = f"{place}: {short(error)}"
                broken.append(BrokenImage(split, place, reason))
        return Export(names, splits, broken)


def _read(
    path: Path, place: str, names: Sequence[str], finder: ListedFolders
) -> AnnotatedImage:
    content = read_annotations(path)
    if not isinstance(content, dict):
        raise ValueError("it is no object with `size` and `objects`")
    size = content.get("size")
    if not isinstance(size, dict):
        raise ValueError("it has no `size`")
    height = side(size.get("height"), "height")
    width = side(size.get("width"), "width")
    regions = read_objects(content.get("objects"), names, height, width)
    photograph = _photograph(path, finder)
    name = place.removesuffix(".json")
    return AnnotatedImage(name, photograph, height, width, regions)


def _photograph(path: Path, finder: ListedFolders) -> Path:
    name = path.name.removesuffix(".json")
    folder = path.parent.parent / "img"
    # Projects of before 2019 leave the ending out.
    names = (name, *(f"{name}{ending}" for ending in IMAGE_ENDINGS))
    found = (finder.find(folder, PurePosixPath(one)) for one in names)
    return next(filter(None, found), folder / name)


def read_classes(path: Path) -> list[str]:
    """Reads the titles of the classes that can be drawn.

    Args:
        path: of `meta.json`.

    Raises:
        DataError: if it is damaged, or lists none.
    """
    content = read_annotations(path)
    try:
        listed = content.get("classes") if isinstance(content, dict) else None
        if not isinstance(listed, list):
            raise ValueError("it has no list `classes`")
        names = []
        for entry in listed:
            if not isinstance(entry, dict):
                raise ValueError(f"a class that is {entry!r:.40}")
            title = class_label(entry.get("title"))
            if entry.get("shape") not in NO_AREA:
                names.append(title)
        if not names or len(set(names)) < len(names):
            raise ValueError(f"it must list different classes: {names!r:.80}")
    except (ValueError, TypeError) as error:
        raise DataError(
            f"{path} is no {META} of Supervisely: {short(error)}"
        ) from error
    return names


def _project(root: Path) -> Path | None:
    found = [root / META, *sorted(root.glob(f"*/{META}"))]
    there = [path.parent for path in found if path.is_file()]
    return there[0] if there else None


def _annotations(project: Path) -> list[Path]:
    return [
        path
        for path in sorted(project.glob("**/ann/*.json"))
        if not path.name.startswith(".")
    ]
