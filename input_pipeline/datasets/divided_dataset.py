"""Data sets that people make, whose images nobody may have divided yet."""

from collections.abc import Collection, Sequence
from functools import cached_property
from pathlib import Path
from typing import Self

from input_pipeline.annotations.drawing_rules import DrawingRules
from input_pipeline.datasets.dataset import FileDataset
from input_pipeline.datasets.pairing import refuse_unknown_split
from input_pipeline.datasets.train_val_split import (
    TRAIN,
    VAL,
    check_val_share,
    divide,
    share_of_train,
)
from input_pipeline.sample import SamplePaths

DIVIDE = "With --val-share 0.2 a fifth of 'train' is 'val'"


class DividedDataset(FileDataset):
    """Base of the data sets that have the splits "train" and "val" in any case.

    Where nobody made splits, a fifth of the images are "val" and the rest
    "train"; see `divide`. A subclass gives `spec`, `stored_splits` and
    `stored_samples`.

    Args:
        root: folder of the data set.
        val_share: float, 0 <= share < 1, another share than a fifth; with 0
            all images are "train". A share also takes "val" out of "train"
            where there is no "val". Defaults to None: 0.2 where there are no
            splits, and splits are left as they are.

    Raises:
        ValueError: if the share is none.
    """

    any_classes = True

    def __init__(self, root: str | Path, val_share: float | None = None):
        check_val_share(val_share)
        self.root = Path(root)
        self._val_share = val_share

    @classmethod
    def open(
        cls,
        root: str | Path,
        val_share: float | None = None,
        rules: DrawingRules | None = None,
    ) -> Self:
        """Opens the data set, with `val_share` for "val"."""
        return cls(root, val_share)

    @property
    def stored_splits(self) -> Collection[str]:
        """Names of the splits that are there; "" where there are none."""
        raise NotImplementedError

    def stored_samples(self, stored: str) -> Sequence[SamplePaths]:
        """Lists the samples of one of `stored_splits`, sorted by name.

        Raises:
            DataError: if files are missing or wrong.
        """
        raise NotImplementedError

    @property
    def splits(self) -> tuple[str, ...]:
        """Names of the splits, sorted."""
        there = {split or TRAIN for split in self.stored_splits}
        return tuple(sorted(there | ({VAL} if self._share else set())))

    def samples(self, split: str) -> tuple[SamplePaths, ...]:
        """Lists the samples of one split, sorted by name.

        Raises:
            DataError: if the split is not there, or files are missing or
                wrong.
        """
        hint = DIVIDE if split == VAL and TRAIN in self.splits else ""
        refuse_unknown_split(split, self.splits, self.root, hint)
        found = tuple(self.stored_samples(self._stored(split)))
        is_divided = self._share and split in (TRAIN, VAL)
        return divide(found, self._share)[split] if is_divided else found

    def _stored(self, split: str) -> str:
        """What holds a split: one of `stored_splits`."""
        if self._share and split == VAL:
            split = TRAIN
        return split if split in self.stored_splits else ""

    @cached_property
    def _share(self) -> float:
        return share_of_train(self.stored_splits, self._val_share)


class RuledDataset(DividedDataset):
    """Base of those among them that follow `DrawingRules`."""

    def __init__(
        self,
        root: str | Path,
        val_share: float | None = None,
        rules: DrawingRules | None = None,
    ):
        super().__init__(root, val_share)
        self.rules = rules or DrawingRules()

    @classmethod
    def open(
        cls,
        root: str | Path,
        val_share: float | None = None,
        rules: DrawingRules | None = None,
    ) -> Self:
        """Opens the data set, with `val_share` for "val"."""
        return cls(root, val_share, rules)
