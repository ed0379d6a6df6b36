"""CVAT's "CVAT for images 1.1": an XML file for all photographs of a task.

annotations.xml, images/<name>          (with "Save images"; or beside)

Subsets of a project are splits. Several exports may lie in folders of their
splits: train/annotations.xml, val/annotations.xml.
"""

from collections.abc import Sequence
from functools import cached_property
from pathlib import Path

from input_pipeline.annotations.cvat_shapes import read_shapes
from input_pipeline.annotations.cvat_xml import (
    CVATFile,
    CVATImage,
    read_cvat_file,
)
from input_pipeline.annotations.drawing_rules import DrawingRules
from input_pipeline.annotations.export import BrokenImage, Export
from input_pipeline.annotations.photographs import (
    PhotographFinder,
    tool_path,
    unique_names,
)
from input_pipeline.annotations.regions import AnnotatedImage, side
from input_pipeline.datasets.files_below import files_of_first_place
from input_pipeline.datasets.files_by_split import FilesBySplitDataset
from input_pipeline.errors import DataError

FILE = "annotations.xml"
PLACES = (FILE, "*.xml", f"*/{FILE}", "*/*.xml")
_NO_SUBSET = ("", "default")


class CVATImagesDataset(FilesBySplitDataset):
    """Shapes of CVAT's XML; of a higher `z_order` over those of a lower.

    Args:
        root: folder of the export.
        val_share: see `AnnotatedDataset`.
        rules: see `AnnotatedDataset`.

    Raises:
        DataError: if there is no such file, or one is damaged.
    """

    suits = DrawingRules("later", "background")
    instead_of_boxes = (
        "In CVAT draw polygons, or masks with the brush, instead of rectangles"
    )

    @classmethod
    def recognizes(cls, root: Path) -> bool:
        """Whether a folder holds XML files that begin as CVAT's do."""
        return bool(find_cvat_files(root))

    def find_files(self) -> Sequence[Path]:
        """The files; raises if there are none."""
        files = find_cvat_files(self.root)
        if not files:
            raise DataError(
                f"{self.root} holds no {FILE} of CVAT. Export the task as "
                "'CVAT for images 1.1'"
            )
        return files

    def read(self) -> Export:
        """Reads all files."""
        files = {path: read_cvat_file(path) for path in self.files}
        listed = list(
            dict.fromkeys(n for f in files.values() for n in f.labels)
        )
        found: dict[str, list] = {}
        broken = []
        for path, file in files.items():
            for image in file.images:
                split = self.files[path] or _subset(image)
                read = _read(image, file, listed)
                if isinstance(read, BrokenImage):
                    broken.append(BrokenImage(split, read.name, read.reason))
                    found.setdefault(split, [])
                else:
                    found.setdefault(split, []).append((path, *read))
        self._refuse_mixed(found)
        splits = {s: self._as_images(s, of) for s, of in found.items()}
        regions = (r for of in splits.values() for i in of for r in i.regions)
        names = listed or sorted({region.class_name for region in regions})
        if not names and not broken:
            raise DataError(
                f"{self.root}: CVAT's files list no label and no shape"
            )
        return Export(names, splits, broken)

    def _refuse_mixed(self, found: dict[str, list]) -> None:
        if "" in found and len(found) > 1:
            others = ", ".join(sorted(s for s in found if s))
            raise DataError(
                f"{self.root}: {len(found[''])} images are of no subset, "
                f"others of {others}. Give all tasks a subset in CVAT"
            )

    def _as_images(self, split: str, found: list) -> list[AnnotatedImage]:
        paths = [tool_path(image.attributes["name"]) for _, image, *_ in found]
        names = unique_names(paths)
        if len(set(names)) < len(names):
            twice = next(name for name in names if names.count(name) > 1)
            raise DataError(
                f"{self.root} has two photographs {twice} in one split"
            )
        return [
            AnnotatedImage(
                name, self._find(path, split, image), height, width, regions
            )
            for name, (path, image, height, width, regions) in zip(
                names, found, strict=True
            )
        ]

    def _find(self, path: Path, split: str, image: CVATImage) -> Path:
        folder = path.parent
        subset = image.attributes.get("subset", split)
        places = [folder / "images" / subset, folder / "images", folder]
        return self._finder(tuple(places)).find(image.attributes["name"])

    def _finder(self, places: tuple[Path, ...]) -> PhotographFinder:
        return self._finders.setdefault(
            places, PhotographFinder([*places, self.root / "images"])
        )

    @cached_property
    def _finders(self) -> dict[tuple[Path, ...], PhotographFinder]:
        return {}


def _read(image: CVATImage, file: CVATFile, listed: Sequence[str]):
    found = image.attributes
    name = found.get("name", "")
    try:
        tool_path(name)
        height = side(_whole(found.get("height")), "height")
        width = side(_whole(found.get("width")), "width")
        regions = read_shapes(image.shapes, listed, height, width)
    except ValueError as error:
        place = f"image id {found.get('id')!r:.20} ({name:.60})"
        reason = f"{file.path.name}: {place}: {error}"
        return BrokenImage("", name, reason)
    return image, height, width, regions


def _whole(word: str | None):
    is_number = word is not None and word.isascii() and word.isdigit()
    return int(word) if is_number and len(word) < 10 else word


def _subset(image: CVATImage) -> str:
    found = image.attributes.get("subset", "").strip().lower()
    return "" if found in _NO_SUBSET else found


def find_cvat_files(root: Path) -> list[Path]:
    """CVAT's XML files in a folder, of the first place with any."""
    return files_of_first_place(root, PLACES, _is_cvat)


def _is_cvat(path: Path) -> bool:
    with path.open("rb") as file:
        return b"<annotations" in file.read(4096)
