"""Plan of a conversion: every image, its new split and its new name."""

import dataclasses
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from input_pipeline.convert.labeled_images import read_labeled
from input_pipeline.convert.stratification import (
    group_names,
    stratified_split,
)
from input_pipeline.errors import DataError
from input_pipeline.opened_data import OpenedData
from input_pipeline.sample import IGNORE_LABEL, SamplePaths

NAMES = ("train", "val", "test")
_NEARLY = 1e-6


@dataclass(frozen=True)
class Division:
    """Division of images into new splits.

    Args:
        shares: of "train", "val" and, if there is a third, "test"; above 0,
            they sum to one.
        seed: int >= 0.
        group_by: regular expression; images in whose names it finds the same
            stay together. Defaults to None: each for itself.

    Raises:
        ValueError: if the shares are not as said.
    """

    shares: tuple[float, ...]
    seed: int = 0
    group_by: str | None = None

    def __post_init__(self):
        if (
            not 2 <= len(self.shares) <= len(NAMES)
            or min(self.shares) <= 0
            or abs(sum(self.shares) - 1) > _NEARLY
        ):
            raise ValueError(
                "`shares` must be two (train, val) or three (train, val, "
                "test) numbers above 0 that sum to 1, such as 0.8 0.2. "
                f"Received: {' '.join(f'{s:g}' for s in self.shares)}"
            )


@dataclass(frozen=True, eq=False)
class Entry:
    """One image of a conversion.

    Args:
        source: split that it comes from.
        place: its number there.
        split: split that it goes to.
        name: its file name there, without ending.
        pixels: of each class id, int64 `(256,)`.
    """

    source: str
    place: int
    split: str
    name: str
    pixels: np.ndarray

    def renamed(self, sample: SamplePaths) -> SamplePaths:
        """A sample of the data set under the new name."""
        return dataclasses.replace(sample, id=self.name)


def plan_entries(
    data: OpenedData,
    splits: Sequence[str],
    division: Division | None,
    tell: Callable[[str, int, int], None],
) -> list[Entry]:
    """Reads all labels and decides where each image goes.

    An image that several splits list is one image to a division.

    Raises:
        DataError: if files are missing or wrong, two images of a split would
            have one name, or the images cannot be divided so.
    """
    entries, seen = [], set()
    for split in splits:
        total = len(data.split(split))
        for image in read_labeled(data, split):
            tell(f"counting {split}", image.place + 1, total)
            key = image.path or (split, image.place)
            if division is not None and key in seen:
                continue
            seen.add(key)
            name = image.id.replace("/", "_").replace("\\", "_")
            entries.append(
                Entry(split, image.place, split, name, image.class_pixels)
            )
    if division is not None:
        entries = _divided(entries, division)
    _refuse_equal_names(entries)
    return entries


def _divided(entries: list[Entry], division: Division) -> list[Entry]:
    pixels = np.stack([entry.pixels for entry in entries])
    parts = stratified_split(
        pixels[:, :IGNORE_LABEL] > 0,
        group_names([entry.name for entry in entries], division.group_by),
        division.shares,
        division.seed,
    )
    names = [entry.name.casefold() for entry in entries]
    if len({*names}) < len(names):  # as in images/train and images/val
        entries = [
            dataclasses.replace(e, name=f"{e.source}_{e.name}") for e in entries
        ]
    return [
        dataclasses.replace(entry, split=NAMES[part])
        for entry, part in zip(entries, parts.tolist(), strict=True)
    ]


def _refuse_equal_names(entries: list[Entry]) -> None:
    seen = {}
    for entry in entries:
        key = entry.split, entry.name.casefold()
        other = seen.setdefault(key, entry)
        if other is not entry:
            raise DataError(
                f"two images would be called {entry.name!r} in the split "
                f"{entry.split!r} (capital letters do not count, as on many "
                "disks). Rename one of them"
            )
        if entry.name.startswith(".") or not entry.name or "\0" in entry.name:
            raise DataError(
                f"an image is called {entry.name!r}, which no file should be "
                "called. Rename it"
            )
