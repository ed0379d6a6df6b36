"""The training set of PASCAL VOC 2012 with the labels of the SBD added.

It holds every picture that VOC's train list or the SBD has, but for those of
VOC's val list: 10,582 pictures. Where both drew a picture, VOC's own label
with its ignored border is taken.

Source: the number is in Chen et al., arXiv:1706.05587, section 4.
"""

from pathlib import Path

from input_pipeline.datasets.name_list import read_names
from input_pipeline.datasets.sbd import SBDDataset, find_sbd
from input_pipeline.errors import DataError

_LISTS = Path("ImageSets") / "Segmentation"
_PNGS = "SegmentationClassAug"


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
