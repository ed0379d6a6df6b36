"""A data set of your own: one folder of images, one of labels.

root/images/<split>/<name>.jpg    (or .jpeg, .png)
root/labels/<split>/<name>.png    (8-bit class ids, 255 = ignore)
root/classes.txt                  (optional: one class name a line)
root/label_map.json               (optional: what other ids or colors mean)
"""

from functools import cached_property
from pathlib import Path

from input_pipeline.check.label_ids import find_num_classes
from input_pipeline.datasets.folder_spec import (
    numbered_names,
    read_folder_spec,
)
from input_pipeline.datasets.pairing import pair_files
from input_pipeline.datasets.spec import DatasetSpec
from input_pipeline.datasets.split_names import refuse_unknown_split
from input_pipeline.default_palette import default_palette
from input_pipeline.errors import DataError
from input_pipeline.sample import SamplePaths

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
        stated = read_folder_spec(self.root)
        if stated is not None:
            return stated
        samples = [s for split in self.splits for s in self.samples(split)]
        count = find_num_classes([s.label_path for s in samples])
        return DatasetSpec(numbered_names(count), default_palette(count))

    def samples(self, split: str) -> tuple[SamplePaths, ...]:
        """Lists the samples of one split, sorted by name.

        Raises:
            DataError: if the split does not exist or is empty, or an image
                or a label lacks its partner.
        """
        images = self.root / "images" / split
        labels = self.root / "labels" / split
        hint = "" if self.splits else f"A plain data set needs {TREE}"
        refuse_unknown_split(split, self.splits, self.root, hint)
        return pair_files(images, labels)
