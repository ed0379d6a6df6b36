"""A data set of your own: one folder of images, one of labels.

root/images/<split>/<name>.jpg    (or .jpeg, .png)
root/labels/<split>/<name>.png    (8-bit class ids, 255 = ignore)
root/classes.txt                  (optional: one class name a line)
root/label_map.json               (optional: what other ids or colors mean)

`folder_trees` knows other names, and folders without splits.
"""

from functools import cached_property
from pathlib import Path

from input_pipeline import check
from input_pipeline.annotations.drawing_rules import DrawingRules
from input_pipeline.datasets.dataset import FileDataset
from input_pipeline.datasets.folder_trees import Part, find_tree
from input_pipeline.datasets.label_map_file import (
    FILE_NAME,
    read_class_names,
    read_label_map,
)
from input_pipeline.datasets.pairing import pair_files, refuse_unknown_split
from input_pipeline.datasets.spec import DatasetSpec
from input_pipeline.datasets.train_val_split import (
    TRAIN,
    VAL,
    check_val_share,
    divide,
    share_of_train,
)
from input_pipeline.default_palette import default_palette
from input_pipeline.errors import DataError
from input_pipeline.sample import IGNORE_LABEL, SamplePaths

DIVIDE = "With --val-share 0.2 a fifth of 'train' is 'val'"


class FolderDataset(FileDataset):
    """Images and labels in two folders with the same file names.

    Without `classes.txt` the largest class id decides the number of classes,
    and they are called `class_0`, `class_1`, ... With `label_map.json` the
    labels may hold other ids, or colors.

    Where nobody made splits, a fifth of the images are "val" and the rest
    "train"; see `divide`.

    Args:
        root: the folder that holds `images` and `labels`.
        val_share: float, 0 <= share < 1, another share than a fifth; with 0
            all images are "train". A share also takes "val" out of the
            folder "train" where there is no "val". Defaults to None: 0.2
            where there are no splits, and splits are left as they are.

    Raises:
        DataError: if the folder or its two parts do not exist, or if it can
            be read in several ways.
    """

    any_classes = True

    def __init__(self, root: str | Path, val_share: float | None = None):
        check_val_share(val_share)
        self.root = Path(root)
        parts = find_tree(self.root).parts
        self._share = share_of_train(parts, val_share)
        self._parts = {split or TRAIN: part for split, part in parts.items()}

    @classmethod
    def open(
        cls,
        root: str | Path,
        val_share: float | None = None,
        rules: DrawingRules | None = None,
    ) -> "FolderDataset":
        """Opens the folder, with `val_share` for "val"."""
        return cls(root, val_share)

    @property
    def splits(self) -> tuple[str, ...]:
        """Names of the splits, sorted."""
        added = {VAL} if self._share else set()
        return tuple(sorted(self._parts.keys() | added))

    @cached_property
    def spec(self) -> DatasetSpec:
        """Classes of `classes.txt`, the map or all labels, and the map."""
        stated = read_folder_spec(self.root)
        if stated is not None:
            return stated
        samples = [s for part in self._parts.values() for s in _pair(part)]
        count = check.find_num_classes([s.label_path for s in samples])
        return DatasetSpec(numbered_names(count), default_palette(count))

    def samples(self, split: str) -> tuple[SamplePaths, ...]:
        """Lists the samples of one split, sorted by name.

        Raises:
            DataError: if the split does not exist or is empty, or an image
                or a label lacks its partner.
        """
        hint = DIVIDE if split == VAL and TRAIN in self.splits else ""
        refuse_unknown_split(split, self.splits, self.root, hint)
        if split not in (TRAIN, VAL) or not self._share:
            return _pair(self._parts[split])
        return divide(_pair(self._parts[TRAIN]), self._share)[split]


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
