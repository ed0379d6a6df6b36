"""PASCAL VOC 2012 segmentation, in the folders it comes in.

JPEGImages/<name>.jpg
SegmentationClass/<name>.png           (paletted, border 255)
SegmentationClassAug/<name>.png        (the split `train_aug`, or the SBD)
ImageSets/Segmentation/<split>.txt     (one name a line)
"""

from pathlib import Path

from input_pipeline.datasets.dataset import FileDataset
from input_pipeline.datasets.name_list import read_names, refuse_missing
from input_pipeline.datasets.split_names import refuse_unknown_split
from input_pipeline.datasets.voc_augmented import augmented_labels, can_augment
from input_pipeline.datasets.voc_classes import VOC_SPEC
from input_pipeline.errors import DataError
from input_pipeline.sample import SamplePaths

AUGMENTED = "train_aug"
_INSIDE = ("VOC2012", "VOCdevkit/VOC2012")


class VOCDataset(FileDataset):
    """PASCAL VOC 2012: 20 kinds of objects and the background.

    Args:
        root: the folder `VOC2012`, or `VOCdevkit`, or the one above.

    Raises:
        DataError: if there is no `ImageSets/Segmentation` to be found.
    """

    marks = (
        "ImageSets/Segmentation",
        "VOC2012/ImageSets/Segmentation",
        "VOCdevkit/VOC2012/ImageSets/Segmentation",
    )
    spec = VOC_SPEC

    def __init__(self, root: str | Path):
        root = Path(root)
        for folder in (root, *(root / inside for inside in _INSIDE)):
            if (folder / "ImageSets" / "Segmentation").is_dir():
                self.root = folder
                return
        raise DataError(
            f"{root} is not PASCAL VOC: no folder ImageSets/Segmentation in "
            "it or in VOCdevkit/VOC2012. Name the folder VOC2012, which also "
            "holds JPEGImages and SegmentationClass"
        )

    @property
    def splits(self) -> tuple[str, ...]:
        """Names of the lists, sorted; `train_aug` is made where it can be."""
        lists = (self.root / "ImageSets" / "Segmentation").glob("*.txt")
        names = {path.stem for path in lists}
        if can_augment(self.root):
            names.add(AUGMENTED)
        return tuple(sorted(names))

    def samples(self, split: str) -> tuple[SamplePaths, ...]:
        """Lists the samples of a split in the order of its list.

        Raises:
            DataError: if there is no such list, it is empty, or files that
                it names are missing.
        """
        if split == AUGMENTED:
            labels = augmented_labels(self.root)
        else:
            refuse_unknown_split(split, self.splits, self.root)
            folder = self.root / "SegmentationClass"
            names = read_names(
                self.root / "ImageSets" / "Segmentation" / f"{split}.txt"
            )
            labels = {name: folder / f"{name}.png" for name in names}
        images = self.root / "JPEGImages"
        samples = tuple(
            SamplePaths(
                id=name, image_path=images / f"{name}.jpg", label_path=label
            )
            for name, label in labels.items()
        )
        refuse_missing(
            (p for s in samples for p in (s.image_path, s.label_path)), split
        )
        return samples
