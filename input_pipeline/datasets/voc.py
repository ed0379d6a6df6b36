"""PASCAL VOC 2012 segmentation, in the folders it comes in.

JPEGImages/<name>.jpg
SegmentationClass/<name>.png           (paletted, border 255)
SegmentationClassAug/<name>.png        (the split `train_aug`, or the SBD)
ImageSets/Segmentation/<split>.txt     (one name a line)
"""

from pathlib import Path

from input_pipeline.datasets.dataset import FileDataset
from input_pipeline.datasets.pairing import (
    read_names,
    refuse_missing,
    refuse_unknown_split,
)
from input_pipeline.datasets.sbd import SBDDataset, find_sbd
from input_pipeline.datasets.voc_classes import VOC_SPEC
from input_pipeline.errors import DataError
from input_pipeline.sample import SamplePaths

AUGMENTED, AUGMENTED_TOO = "train_aug", "trainval_aug"
_INSIDE = ("VOC2012", "VOCdevkit/VOC2012")
_LISTS = Path("ImageSets") / "Segmentation"
_PNGS = "SegmentationClassAug"


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
        """Names of the lists, sorted.

        `train_aug` is there where it can be made, and `trainval_aug`, which
        is that with the pictures of val.
        """
        lists = (self.root / "ImageSets" / "Segmentation").glob("*.txt")
        names = {path.stem for path in lists}
        if can_augment(self.root):
            names |= {AUGMENTED, AUGMENTED_TOO}
        return tuple(sorted(names))

    def samples(self, split: str) -> tuple[SamplePaths, ...]:
        """Lists the samples of a split in the order of its list.

        Raises:
            DataError: if there is no such list, it is empty, or files that
                it names are missing.
        """
        if split == AUGMENTED:
            labels = augmented_labels(self.root)
        elif split == AUGMENTED_TOO:
            labels = augmented_labels(self.root) | self._own_labels("val")
        else:
            refuse_unknown_split(split, self.splits, self.root)
            labels = self._own_labels(split)
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

    def _own_labels(self, split: str) -> dict[str, Path]:
        folder = self.root / "SegmentationClass"
        names = read_names(self.root / _LISTS / f"{split}.txt")
        return {name: folder / f"{name}.png" for name in names}


# The training set of PASCAL VOC 2012 with the labels of the SBD added.
#
# It holds every picture that VOC's train list or the SBD has, but for those of
# VOC's val list: 10,582 pictures. Where both drew a picture, VOC's own label
# with its ignored border is taken.
#
# Source: the number is in Chen et al., arXiv:1706.05587, section 4.


def can_augment(root: Path) -> bool:
    """Are there label PNGs or the SBD to add to the folder `VOC2012`?"""
    return (root / _PNGS).is_dir() or _sbd_near(root) is not None


def augmented_labels(root: Path) -> dict[str, Path]:
    """Label files of the split `train_aug`, by the name of the picture.

    They come from `SegmentationClassAug`, if there is one; its names are
    those of `train_aug.txt`, or all but VOC's val list. Else they come from
    the SBD, in a folder `benchmark_RELEASE` in `root` or up to two above.

    Args:
        root: the folder `VOC2012`.

    Raises:
        DataError: if neither is there, or their files are wrong.
    """
    folder = root / _PNGS
    if folder.is_dir():
        names = _names_of_pngs(root)
        return {name: folder / f"{name}.png" for name in names}
    sbd = _sbd_near(root)
    if sbd is None:
        raise DataError(
            f"{root} holds no split 'train_aug': it needs {_PNGS}/<name>.png, "
            "or the SBD as benchmark_RELEASE/dataset beside the folders of VOC"
        )
    return _with_sbd(root, SBDDataset(sbd))


def _names_of_pngs(root: Path) -> list[str]:
    names = root / _LISTS / "train_aug.txt"
    if names.is_file():
        return read_names(names)
    found = {path.stem for path in (root / _PNGS).glob("*.png")}
    return sorted(found - {*read_names(root / _LISTS / "val.txt")})


def _with_sbd(root: Path, sbd: SBDDataset) -> dict[str, Path]:
    own = read_names(root / _LISTS / "train.txt")
    held_out = {*own, *read_names(root / _LISTS / "val.txt")}
    added = {name for split in ("train", "val") for name in sbd.names(split)}
    labels = {name: root / f"SegmentationClass/{name}.png" for name in own}
    labels |= sbd.label_paths(sorted(added - held_out))
    return {name: labels[name] for name in sorted(labels)}


def _sbd_near(root: Path) -> Path | None:
    for folder in (root, *root.absolute().parents[:2]):
        found = find_sbd(folder / "benchmark_RELEASE")
        if found is not None:
            return found
    return None
