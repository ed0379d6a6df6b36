"""YOLO segmentation: polygons in text files, as Ultralytics trains them.

data.yaml                               (names; train, val, test)
images/<split>/<name>.jpg               (or <split>/images/<name>.jpg)
labels/<split>/<name>.txt               (last `images` becomes `labels`)

Label Studio gives `classes.txt` instead of `data.yaml`. An image without a
text file, or with an empty one, has no object; a text file without an image
is broken.
"""

import os
from collections.abc import Iterable, Sequence
from functools import cached_property
from pathlib import Path, PurePosixPath

from input_pipeline.annotations.drawing_rules import DrawingRules
from input_pipeline.annotations.export import BrokenImage, Export
from input_pipeline.annotations.photographs import unique_names
from input_pipeline.annotations.picture_size import upright_size
from input_pipeline.annotations.regions import AnnotatedImage
from input_pipeline.annotations.yolo_config import (
    class_names,
    image_places,
    read_yaml,
)
from input_pipeline.annotations.yolo_lines import (
    BoxLineError,
    read_yolo_lines,
)
from input_pipeline.datasets.annotated_dataset import AnnotatedDataset
from input_pipeline.datasets.files_below import files_below
from input_pipeline.datasets.label_map_file import read_class_names
from input_pipeline.datasets.pairing import IMAGE_ENDINGS
from input_pipeline.errors import DataError
from input_pipeline.file_names import ListedFolders

CONFIGS = ("data.yaml", "data.yml", "dataset.yaml", "*.yaml", "*.yml")
OF_BOXES = "obj.names"
"""Of CVAT's 'YOLO 1.1', which holds boxes."""

NO_LABELS = ("classes.txt", "train.txt", "val.txt", "test.txt")
"""Text files that may lie among labels."""

BOXES = "holds boxes only (5 numbers a line), no outlines"
INSTEAD_OF_BOXES = (
    "Export it as segmentation: in CVAT 'Ultralytics YOLO Segmentation 1.0', "
    "in Roboflow 'YOLOv8' of an instance segmentation project, in Label "
    "Studio polygons as 'YOLO with Images'"
)


class YOLODataset(AnnotatedDataset):
    """Outlines in YOLO's text files; of overlapping ones the smaller wins.

    Args:
        root: folder of the export.
        val_share: see `AnnotatedDataset`.
        rules: see `AnnotatedDataset`.

    Raises:
        DataError: if it is no such export, or its `data.yaml` is damaged.
    """

    suits = DrawingRules("smaller", "background")
    instead_of_boxes = INSTEAD_OF_BOXES

    @classmethod
    def recognizes(cls, root: Path) -> bool:
        """Whether there is a `data.yaml`, or text files as labels."""
        if find_config(root) is not None or (root / OF_BOXES).is_file():
            return True
        if not _has_texts(root):
            return False
        has_names = (root / "classes.txt").is_file()
        return has_names or not files_below(root / "labels", ".png")

    def annotation_files(self) -> Sequence[Path]:
        """The file of names, and the text files that are there."""
        texts = [path for path in self._texts.values() if path.is_file()]
        return [self._config, *texts, *(path for _, path in self._lone_texts)]

    def stated_unlabeled(self) -> str | None:
        """Value of `unlabeled` of `data.yaml`."""
        stated = (self._content or {}).get("unlabeled")
        return stated if stated in ("background", "ignore") else None

    def facts(self) -> Iterable[str]:
        """Names and sizes of the photographs, whose pixels scale outlines."""
        for split, path in self._images:
            name = os.path.relpath(path, self.root)
            yield f"{split} {name} {path.stat().st_size}"

    @cached_property
    def _config(self) -> Path:
        if (self.root / OF_BOXES).is_file():
            raise DataError(f"{self.root} {BOXES}. {INSTEAD_OF_BOXES}")
        config = find_config(self.root) or self.root / "classes.txt"
        if not config.is_file():
            raise DataError(
                f"{self.root} is no YOLO export: it has neither data.yaml "
                "with `names` nor classes.txt. Write the names of the classes "
                "into classes.txt, one a line, that of class 0 first"
            )
        return config

    @cached_property
    def _content(self) -> dict | None:
        is_yaml = self._config.suffix != ".txt"
        return read_yaml(self._config) if is_yaml else None

    @cached_property
    def _names(self) -> list[str]:
        if self._content is None:
            return list(read_class_names(self._config))
        return class_names(self._content, self._config)

    @cached_property
    def _places(self) -> dict[str, list[Path]]:
        if self._content is None:
            return {"": [self.root / "images"]}
        return image_places(self._content, self._config)

    @cached_property
    def _images(self) -> list[tuple[str, Path]]:
        found = [
            (split, path)
            for split, folders in self._places.items()
            for folder in folders
            for path in _list_images(folder)
        ]
        if not found:
            raise DataError(
                f"{self._config} leads to no images "
                f"({', '.join(IMAGE_ENDINGS)}): set `train` and `val` in it, "
                "or copy the images there"
            )
        return found

    @cached_property
    def _texts(self) -> dict[Path, Path]:
        """The text file of each image, whether it is there or not."""
        listed, found = ListedFolders(), {}
        for _, image in self._images:
            path = label_path(image)
            there = listed.find(path.parent, PurePosixPath(path.name))
            found[image] = there or path
        return found

    @cached_property
    def _lone_texts(self) -> list[tuple[str, Path]]:
        """Split and path of text files in folders of labels, without images."""
        known = set(self._texts.values())
        return [
            (split, path)
            for split, folders in self._places.items()
            for folder in folders
            if folder.is_dir() and "images" in folder.parts
            for path in files_below(label_path(folder / "x").parent, ".txt")
            if path not in known and path.name not in NO_LABELS
        ]

    def read(self) -> Export:
        """Reads the text file of each image."""
        splits = {split: [] for split, _ in self._images}
        broken, boxes = [], 0
        for split, path in self._images:
            text = self._texts[path]
            try:
                splits[split].append((path, *_read(path, text, self._names)))
            except ValueError as error:
                boxes += isinstance(error, BoxLineError)
                name = os.path.relpath(text, self.root)
                broken.append(BrokenImage(split, name, f"{name}: {error}"))
        for split, path in self._lone_texts:
            name = os.path.relpath(path, self.root)
            reason = f"{name}: {_no_image(path)}"
            broken.append(BrokenImage(split, name, reason))
        if boxes and not any(r for of in splits.values() for *_, r in of):
            raise DataError(f"{self.root} {BOXES}. {INSTEAD_OF_BOXES}")
        images = {s: _as_images(of) for s, of in splits.items()}
        return Export(self._names, images, broken)


def _no_image(text: Path) -> str:
    endings = ", ".join(IMAGE_ENDINGS)
    return f"no image of this name ({endings}) lies in the folder of images"


def find_config(root: Path) -> Path | None:
    """The file that names classes and splits of a YOLO export, if any."""
    for pattern in CONFIGS:
        for path in sorted(root.glob(pattern)):
            if path.is_file() and _looks_like_yolo(path):
                return path
    return None


def _looks_like_yolo(path: Path) -> bool:
    with path.open("rb") as file:
        lines = file.read(2**16).splitlines()
    keys = {line.partition(b":")[0].strip() for line in lines if b":" in line}
    return b"names" in keys and bool(keys & {b"train", b"val", b"test"})


def _has_texts(root: Path) -> bool:
    """Whether `labels` holds a text file for an image of `images`."""
    images = root / "images"
    if not images.is_dir() or not (root / "labels").is_dir():
        return False
    return any(label_path(path).is_file() for path in _list_images(images))


def label_path(image: Path) -> Path:
    """The text file of an image: the last `images` becomes `labels`."""
    parts = list(image.with_suffix(".txt").parts)
    for place in range(len(parts) - 2, -1, -1):
        if parts[place] == "images":
            parts[place] = "labels"
            break
    return Path(*parts)


def _list_images(place: Path) -> list[Path]:
    if place.is_dir():
        return files_below(place, IMAGE_ENDINGS)
    found = []
    for line in place.read_text("utf-8-sig", "replace").splitlines():
        name = line.strip()
        while name.startswith("./"):
            name = name[2:]
        if name and "\0" not in name:
            found.append(_listed(place, name))
    return found


def _listed(place: Path, name: str) -> Path:
    path = place.parent / name
    # CVAT writes data/images/... although its archive begins with images.
    inside = place.parent / name.partition("/")[2]
    for candidate in (path, inside):
        if candidate.is_file():
            return candidate
    raise DataError(f"{place} lists {name}, which is not there")


def _read(path: Path, text: Path, names: Sequence[str]):
    height, width = upright_size(path)
    try:
        lines = text.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        lines = ""
    except OSError as error:
        raise ValueError(error.strerror or str(error)) from error
    return height, width, read_yolo_lines(lines, names, height, width)


def _as_images(of_split: list) -> list[AnnotatedImage]:
    paths = [Path(os.path.abspath(path)) for path, *_ in of_split]
    return [
        AnnotatedImage(name, path, height, width, regions)
        for name, (path, height, width, regions) in zip(
            unique_names(_without_shared(paths)), of_split, strict=True
        )
    ]


def _without_shared(paths: list[Path]) -> list[Path]:
    """Paths below the folder that holds all of them."""
    if not paths:
        return []
    shared = os.path.commonpath([path.parent for path in paths])
    return [path.relative_to(shared) for path in paths]
