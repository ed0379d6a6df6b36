"""A data set of your own: one folder of images, one of labels.

root/images/<split>/<name>.jpg    (or .jpeg, .png)
root/labels/<split>/<name>.png    (8-bit class ids, 255 = ignore)
root/classes.txt                  (optional: one class name a line)
root/label_map.json               (optional: what other ids or colors mean)

`folder_trees` knows other names, and folders without splits.
"""

from collections.abc import Collection
from functools import cached_property
from pathlib import Path

from input_pipeline import check
from input_pipeline.datasets.divided_dataset import DividedDataset
from input_pipeline.datasets.folder_trees import Part, find_tree
from input_pipeline.datasets.label_map_file import (
    FILE_NAME,
    read_class_names,
    read_label_map,
)
from input_pipeline.datasets.pairing import pair_files
from input_pipeline.datasets.spec import DatasetSpec
from input_pipeline.default_palette import default_palette
from input_pipeline.errors import DataError
from input_pipeline.sample import IGNORE_LABEL, SamplePaths


class FolderDataset(DividedDataset):
    """Images and labels in two folders with the same file names.

    Without `classes.txt` the largest class id decides the number of classes,
    and they are called `class_0`, `class_1`, ... With `label_map.json` the
    labels may hold other ids, or colors.

    Args:
        root: the folder that holds `images` and `labels`.
        val_share: see `DividedDataset`.

    Raises:
        DataError: if the folder or its two parts do not exist, or if it can
            be read in several ways.
    """

    def __init__(self, root: str | Path, val_share: float | None = None):
        super().__init__(root, val_share)
        self._parts = find_tree(self.root).parts

    @cached_property
    def spec(self) -> DatasetSpec:
        """Classes of `classes.txt`, the map or all labels, and the map."""
        stated = read_folder_spec(self.root)
        if stated is not None:
            return stated
        samples = [s for part in self._parts.values() for s in _pair(part)]
        count = check.find_num_classes([s.label_path for s in samples])
        return DatasetSpec(numbered_names(count), default_palette(count))

    @property
    def stored_splits(self) -> Collection[str]:
        """The splits that have folders."""
        return self._parts

    def stored_samples(self, stored: str) -> tuple[SamplePaths, ...]:
        """Pairs the files of a folder; raises if one lacks its partner."""
        return _pair(self._parts[stored])


def _pair(part: Part) -> tuple[SamplePaths, ...]:
    return pair_files(part.images, part.labels, part.tail)


def read_folder_spec(root: Path) -> DatasetSpec | None:
    """Reads `classes.txt` and `label_map.json`.

    With a map alone the classes are called `class_0`, `class_1`, ...

    Args:
        root: folder of the data set.

    Returns:
        The classes and the map; None where neither file is there.

    Raises:
        DataError: if a file is damaged, or both do not fit each other.
    """
    mapping = read_label_map(root)
    path = root / "classes.txt"
    if path.exists():
        names = read_class_names(path)
    elif mapping:
        names = numbered_names(_count(mapping))
    else:
        return None
    try:
        return DatasetSpec(names, default_palette(len(names)), **mapping)
    except ValueError as error:
        raise DataError(f"{root / FILE_NAME}: {error}") from error


def numbered_names(count: int) -> tuple[str, ...]:
    """Names for classes that have none: `class_0`, `class_1`, ..."""
    return tuple(f"class_{class_id}" for class_id in range(count))


def _count(mapping: dict[str, tuple]) -> int:
    (pairs,) = mapping.values()
    used = [class_id for _, class_id in pairs if class_id != IGNORE_LABEL]
    return max(used, default=0) + 1
