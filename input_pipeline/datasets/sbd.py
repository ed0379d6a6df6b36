"""The Semantic Boundaries Dataset (SBD), in the folders it comes in.

dataset/img/<name>.jpg
dataset/cls/<name>.mat
dataset/{train,val}.txt            (one name a line)
dataset/cls_png/<name>.png         (made here from the .mat files)

Source: Hariharan et al., "Semantic Contours from Inverse Detectors", ICCV
2011. The classes are those of PASCAL VOC; ids have no ignored border.
"""

from collections.abc import Iterable
from functools import partial
from pathlib import Path

import numpy as np

from input_pipeline.datasets.dataset import FileDataset
from input_pipeline.datasets.label_cache import draw_labels
from input_pipeline.datasets.mat_file import read_uint8_field
from input_pipeline.datasets.pairing import (
    read_names,
    refuse_missing,
    refuse_unknown_split,
)
from input_pipeline.datasets.voc_classes import VOC_SPEC
from input_pipeline.errors import DataError
from input_pipeline.sample import IGNORE_LABEL, SamplePaths

_INSIDE = ("", "dataset", "benchmark_RELEASE/dataset")
LAST_CLASS = 20


class SBDDataset(FileDataset):
    """More segmented pictures of PASCAL VOC: 8,498 to train, 2,857 to judge.

    Args:
        root: the folder `benchmark_RELEASE`, or `dataset` in it, or the one
            above.

    Raises:
        DataError: if there is no folder `cls` to be found.
    """

    marks = ("cls", "dataset/cls", "benchmark_RELEASE/dataset/cls")
    spec = VOC_SPEC

    def __init__(self, root: str | Path):
        folder = find_sbd(Path(root))
        if folder is None:
            raise DataError(
                f"{root} is not the SBD: no folders cls and img in it or in "
                "benchmark_RELEASE/dataset. Name the folder benchmark_RELEASE"
            )
        self.root = folder

    @property
    def splits(self) -> tuple[str, ...]:
        """Names of the lists beside `img` and `cls`, sorted."""
        return tuple(sorted(path.stem for path in self.root.glob("*.txt")))

    def names(self, split: str) -> list[str]:
        """The names in the list of a split.

        Raises:
            DataError: if there is no such list, or it is empty.
        """
        refuse_unknown_split(split, self.splits, self.root)
        return read_names(self.root / f"{split}.txt")

    def samples(self, split: str) -> tuple[SamplePaths, ...]:
        """Lists the samples of a split in the order of its list.

        Labels are converted to PNG files first, once.

        Raises:
            DataError: if there is no such list, it is empty, files that it
                names are missing or damaged, or PNGs cannot be written.
        """
        names = self.names(split)
        images = [self.root / "img" / f"{name}.jpg" for name in names]
        refuse_missing(images, split)
        labels = self.label_paths(names)
        return tuple(
            SamplePaths(id=name, image_path=image, label_path=labels[name])
            for name, image in zip(names, images, strict=True)
        )

    def label_paths(self, names: Iterable[str]) -> dict[str, Path]:
        """Label PNGs by name; those that are missing are converted.

        Raises:
            DataError: if a .mat file is missing or damaged, or a PNG cannot
                be written.
        """
        folder = self.root / "cls_png"
        labels = {name: folder / f"{name}.png" for name in names}
        draw_labels(
            {
                path: partial(read_sbd_label, self.root / f"cls/{name}.mat")
                for name, path in labels.items()
            }
        )
        return labels


def find_sbd(root: Path) -> Path | None:
    """The folder of `img` and `cls` in or below `root`, or None."""
    for folder in (root / inside for inside in _INSIDE):
        if (folder / "cls").is_dir() and (folder / "img").is_dir():
            return folder
    return None


def read_sbd_label(path: Path) -> np.ndarray:
    """Reads `GTcls.Segmentation` of a file in the folder `cls`.

    Returns:
        uint8 class ids of PASCAL VOC, shape `(height, width)`.

    Raises:
        DataError: if the file is missing or damaged or holds something else.
    """
    try:
        content = path.read_bytes()
        ids = read_uint8_field(content, "GTcls", "Segmentation")
    except OSError as error:
        raise DataError(
            f"{path} cannot be read: {error.strerror or error}"
        ) from error
    except ValueError as error:
        raise DataError(
            f"{path} is not a readable label of the SBD ({error}). Unpack "
            "the archive again"
        ) from error
    if np.any((ids > LAST_CLASS) & (ids != IGNORE_LABEL)):
        raise DataError(
            f"{path} holds ids up to {ids.max()}; allowed are 0 to "
            f"{LAST_CLASS}. Unpack the archive again"
        )
    return ids
