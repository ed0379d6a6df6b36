"""Class tree: a folder for each class, as ImageNet is unpacked.

ROOT/train/CLASS/*.JPEG     images to train on
ROOT/val/CLASS/*.JPEG       images to judge by, or
ROOT/val/*.JPEG             all in one folder, with
ROOT/val.txt                a line for each of them: FILE CLASS
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from input_pipeline.errors import DataError

ENDINGS = (".jpg", ".jpeg", ".png")
"""Of image files, in any case. What a file holds is told by its bytes."""

TREE = "ROOT/SPLIT/CLASS/*.JPEG, a folder for each class"


@dataclass(frozen=True)
class ClassSpec:
    """Classes in the order of their ids.

    Attributes:
        class_names: names of the class folders, sorted, as torchvision's
            `ImageFolder` numbers them; of ImageNet the WordNet ids.
    """

    class_names: tuple[str, ...]
    palette = None
    """Classes of whole images have no colors."""

    @property
    def num_classes(self) -> int:
        """Number of classes."""
        return len(self.class_names)


@dataclass(frozen=True)
class LabeledImages:
    """Files of images and the class of each.

    Attributes:
        paths: of the files, sorted by class, then by name.
        class_ids: of the same order, each in 0..num_classes - 1.
    """

    paths: tuple[str, ...]
    class_ids: tuple[int, ...]

    def __len__(self) -> int:
        return len(self.paths)


def read_classes(root: str | Path, split: str) -> ClassSpec:
    """The classes of a split that has a folder for each.

    Args:
        root: folder of the tree.
        split: name of the split that decides, the one to train on.

    Raises:
        DataError: if there is no such folder, or no class in it.
    """
    names = _folders(_split_folder(root, split))
    if not names:
        raise DataError(
            f"{Path(root) / split} holds no folder of a class. Expected: {TREE}"
        )
    return ClassSpec(names)


def list_images(root: str | Path, split: str, spec: ClassSpec) -> LabeledImages:
    """The images of a split; hidden files and files of other kinds are left.

    Args:
        root: folder of the tree.
        split: name of the split.
        spec: the classes, which fix the ids.

    Raises:
        DataError: if the split is not there, has a class that `spec` does not
            know, or a folder without an image.
    """
    folder = _split_folder(root, split)
    names = _folders(folder)
    if not names:
        return _listed(folder, spec)
    ids = {name: number for number, name in enumerate(spec.class_names)}
    paths, class_ids = [], []
    for name in names:
        if name not in ids:
            raise DataError(
                f"{folder / name} is of no class that is trained: there are "
                f"{spec.num_classes}, from {spec.class_names[0]} to "
                f"{spec.class_names[-1]}. Move the folder away, or give its "
                "class images to train on"
            )
        found = _images(folder / name)
        if not found:
            raise DataError(
                f"{folder / name} holds no image ({', '.join(ENDINGS)}). Put "
                "the images of the class there, or remove the folder"
            )
        paths += [os.path.join(folder, name, file) for file in found]
        class_ids += [ids[name]] * len(found)
    return LabeledImages(tuple(paths), tuple(class_ids))


def _listed(folder: Path, spec: ClassSpec) -> LabeledImages:
    """A flat folder, its classes by the list beside it."""
    files = _images(folder)
    path = folder.with_name(f"{folder.name}.txt")
    if not files or not path.is_file():
        raise DataError(
            f"{folder} holds no folder of a class. Expected: {TREE}; or all "
            f"images in {folder}, and {path} with a line FILE CLASS for each"
        )
    classes = _read_list(path, spec)
    for file in files:
        if file not in classes:
            raise DataError(
                f"{path} has no line for {folder / file}. Expected: FILE CLASS"
            )
    return LabeledImages(
        tuple(os.path.join(folder, file) for file in files),
        tuple(classes[file] for file in files),
    )


def _read_list(path: Path, spec: ClassSpec) -> dict[str, int]:
    ids = {name: number for number, name in enumerate(spec.class_names)}
    classes = {}
    text = path.read_text(encoding="utf-8", errors="surrogateescape")
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip():
            continue
        file, _, name = line.strip().rpartition(" ")
        if not file or name not in ids:
            raise DataError(
                f"{path}, line {number}, must be FILE CLASS, where CLASS is "
                f"one of the {spec.num_classes} folders to train on, such as "
                f"{spec.class_names[0]}. Received: {line[:80]!r}"
            )
        classes[file.strip()] = ids[name]
    return classes


def _split_folder(root: str | Path, split: str) -> Path:
    folder = Path(root) / split
    if not str(root) or not folder.is_dir():
        raise DataError(f"there is no folder {folder}. Expected: {TREE}")
    return folder


def _folders(folder: Path) -> tuple[str, ...]:
    with os.scandir(folder) as entries:
        names = [e.name for e in entries if _is_shown(e) and e.is_dir()]
    return tuple(sorted(names))


def _images(folder: Path) -> list[str]:
    with os.scandir(folder) as entries:
        names = [e.name for e in entries if _is_shown(e) and e.is_file()]
    return sorted(n for n in names if n.lower().endswith(ENDINGS))


def _is_shown(entry: os.DirEntry) -> bool:
    return not entry.name.startswith(".")
