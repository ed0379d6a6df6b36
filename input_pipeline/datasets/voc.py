"""PASCAL VOC 2012 segmentation, in the folders it comes in.

JPEGImages/<name>.jpg
SegmentationClass/<name>.png           (paletted, border 255)
SegmentationClassAug/<name>.png        (the split `train_aug`)
ImageSets/Segmentation/<split>.txt     (one name a line)
"""

from pathlib import Path

from input_pipeline.datasets.palette import voc_palette
from input_pipeline.datasets.spec import DatasetSpec
from input_pipeline.errors import DataError
from input_pipeline.sample import SamplePaths

CLASS_NAMES = (
    "background",
    "aeroplane",
    "bicycle",
    "bird",
    "boat",
    "bottle",
    "bus",
    "car",
    "cat",
    "chair",
    "cow",
    "diningtable",
    "dog",
    "horse",
    "motorbike",
    "person",
    "pottedplant",
    "sheep",
    "sofa",
    "train",
    "tvmonitor",
)

AUGMENTED = "train_aug"
_INSIDE = ("VOC2012", "VOCdevkit/VOC2012")
_SHOWN = 5


class VOCDataset:
    """PASCAL VOC 2012: 20 kinds of objects and the background.

    Args:
        root: the folder `VOC2012`, or `VOCdevkit`, or the one above.

    Raises:
        DataError: if there is no `ImageSets/Segmentation` to be found.
    """

    spec = DatasetSpec(CLASS_NAMES, voc_palette(len(CLASS_NAMES)))

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
        """Names of the lists in `ImageSets/Segmentation`, sorted."""
        lists = (self.root / "ImageSets" / "Segmentation").glob("*.txt")
        return tuple(sorted(path.stem for path in lists))

    def samples(self, split: str) -> tuple[SamplePaths, ...]:
        """Lists the samples of a split in the order of its list.

        Raises:
            DataError: if there is no such list, it is empty, or files that
                it names are missing.
        """
        labels = "SegmentationClass" + ("Aug" if split == AUGMENTED else "")
        samples = tuple(
            SamplePaths(
                id=name,
                image_path=self.root / "JPEGImages" / f"{name}.jpg",
                label_path=self.root / labels / f"{name}.png",
            )
            for name in self._names(split)
        )
        self._refuse_missing(split, samples)
        return samples

    def _names(self, split: str) -> list[str]:
        path = self.root / "ImageSets" / "Segmentation" / f"{split}.txt"
        if split not in self.splits:
            raise DataError(
                f"{path} does not exist: no split {split!r}. Splits found: "
                f"{', '.join(self.splits) or 'none'}"
            )
        names = [line.strip() for line in path.read_text().splitlines()]
        names = [name for name in names if name]
        if not names:
            raise DataError(f"{path} names no image")
        return names

    def _refuse_missing(self, split, samples) -> None:
        paths = [p for s in samples for p in (s.image_path, s.label_path)]
        missing = [str(p) for p in paths if not p.exists()]
        if missing:
            more = ", ..." if len(missing) > _SHOWN else ""
            raise DataError(
                f"{len(missing)} files of the split {split!r} are missing: "
                f"{', '.join(missing[:_SHOWN])}{more}"
            )
