"""A data set of your own: one folder of images, one of labels.

root/images/<split>/<name>.jpg    (or .jpeg, .png)
root/labels/<split>/<name>.png    (8-bit class ids, 255 = ignore)
root/classes.txt                  (optional: one class name a line)
root/label_map.json               (optional: what other ids or colors mean)
"""

from functools import cached_property
from pathlib import Path

from input_pipeline.check.label_ids import find_num_classes
from input_pipeline.datasets.class_names import read_class_names
from input_pipeline.datasets.label_map_file import FILE_NAME, read_label_map
from input_pipeline.datasets.pairing import pair_files
from input_pipeline.datasets.palette import voc_palette
from input_pipeline.datasets.spec import DatasetSpec
from input_pipeline.errors import DataError
from input_pipeline.sample import IGNORE_LABEL, SamplePaths

TREE = (
    "images/<split>/<name>.jpg|jpeg|png and labels/<split>/<name>.png, for "
    "example images/train/0001.jpg and labels/train/0001.png"
)


class FolderDataset:
    """Images and labels in two folders with the same file names.

    Without `classes.txt` the largest class id decides the number of classes,
    and they are called `class_0`, `class_1`, ... With `label_map.json` the
    labels may hold other ids, or colors.

    Args:
        root: the folder that holds `images` and `labels`.

    Raises:
        DataError: if the folder or its two parts do not exist.
    """

    def __init__(self, root: str | Path):
        self.root = Path(root)
        for folder in (self.root, self.root / "images", self.root / "labels"):
            if not folder.is_dir():
                raise DataError(
                    f"{folder} is not a folder. A plain data set needs {TREE}"
                )

    @property
    def splits(self) -> tuple[str, ...]:
        """Names of the folders below `images`, sorted."""
        folders = (self.root / "images").iterdir()
        return tuple(sorted(f.name for f in folders if f.is_dir()))

    @cached_property
    def spec(self) -> DatasetSpec:
        """Classes of `classes.txt`, the map or all labels, and the map."""
        mapping = read_label_map(self.root)
        names = self._names_from_file() or _number(self._count(mapping))
        try:
            return DatasetSpec(names, voc_palette(len(names)), **mapping)
        except ValueError as error:
            raise DataError(f"{self.root / FILE_NAME}: {error}") from error

    def samples(self, split: str) -> tuple[SamplePaths, ...]:
        """Lists the samples of one split, sorted by name.

        Raises:
            DataError: if the split does not exist or is empty, or an image
                or a label lacks its partner.
        """
        images = self.root / "images" / split
        labels = self.root / "labels" / split
        if split not in self.splits:
            raise DataError(
                f"{images} is not a folder: no split {split!r} in {self.root}. "
                f"Splits found: {', '.join(self.splits) or 'none'}. A plain "
                f"data set needs {TREE}"
            )
        return pair_files(images, labels)

    def _names_from_file(self) -> tuple[str, ...]:
        path = self.root / "classes.txt"
        return read_class_names(path) if path.exists() else ()

    def _count(self, mapping: dict[str, tuple]) -> int:
        """The number of classes, from the map or else from all labels."""
        for pairs in mapping.values():
            used = [i for _, i in pairs if i != IGNORE_LABEL]
            return max(used, default=0) + 1
        samples = [s for split in self.splits for s in self.samples(split)]
        return find_num_classes([s.label_path for s in samples])


def _number(count: int) -> tuple[str, ...]:
    return tuple(f"class_{class_id}" for class_id in range(count))
