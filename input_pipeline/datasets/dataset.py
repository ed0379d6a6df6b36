"""Dataset: what every data set offers, and the base of those in files."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, Protocol

from input_pipeline.annotations.drawing_rules import DrawingRules
from input_pipeline.datasets.file_split import FileSplit
from input_pipeline.datasets.spec import DatasetSpec
from input_pipeline.sample import SamplePaths

if TYPE_CHECKING:
    from input_pipeline.data_config import DataConfig
    from input_pipeline.sources.source import SplitSource


class Split(Protocol):
    """One part of a data set: listed, not yet read.

    Attributes:
        samples: the files of each sample; empty where samples have no files
            of their own, as in records.
    """

    samples: Sequence[SamplePaths]

    def __len__(self) -> int:
        """Number of samples, those that cannot be read included."""
        ...

    def names(self, limit: int | None = None) -> tuple[str, ...]:
        """Names of the samples, or of `limit` of them, spread evenly."""
        ...

    def source(
        self, config: DataConfig, limit: int | None = None
    ) -> SplitSource:
        """Source of the samples, after the checks that `config` asks for.

        Raises:
            DataError: if files are missing or wrong.
        """
        ...


class Dataset(Protocol):
    """A data set: where its files are and what its labels mean.

    Attributes:
        marks: glob patterns below its folder; a folder that has one of them
            is recognized as this data set.
        any_classes: whether the owner of a folder names its classes, as in
            `classes.txt`; False for a data set whose classes are known.
        random_access: whether any sample can be reached at once; needed to
            repeat images, to cut them into patches and to mix data sets.
        root: its folder.
        spec: what the labels mean.
        splits: names of the splits that are there.
    """

    marks: ClassVar[tuple[str, ...]]
    any_classes: ClassVar[bool]
    random_access: ClassVar[bool]
    root: Path
    spec: DatasetSpec
    splits: tuple[str, ...]

    @classmethod
    def open(
        cls,
        root: str | Path,
        val_share: float | None = None,
        rules: DrawingRules | None = None,
    ) -> Dataset:
        """Opens the data set in a folder; see `open_dataset`."""
        ...

    def open_split(self, split: str) -> Split:
        """Lists one split.

        Raises:
            DataError: if the split is not there, or its files are not as
                expected.
        """
        ...


class FileDataset:
    """Base of data sets with a file for each image and each label.

    A subclass gives `root`, `spec`, `splits` and `samples`; with an entry in
    `DATASETS` that is all. See `Dataset` for the other attributes.
    """

    marks: ClassVar[tuple[str, ...]] = ()
    any_classes: ClassVar[bool] = False
    random_access: ClassVar[bool] = True
    root: Path
    spec: DatasetSpec
    splits: tuple[str, ...]

    @classmethod
    def open(
        cls,
        root: str | Path,
        val_share: float | None = None,
        rules: DrawingRules | None = None,
    ) -> Dataset:
        """Opens the data set; it has splits of its own, so no `val_share`."""
        return cls(root)

    def samples(self, split: str) -> tuple[SamplePaths, ...]:
        """Lists the image and the label of each sample of a split.

        Raises:
            DataError: if the split is not there, or files lack their partner.
        """
        raise NotImplementedError

    def open_split(self, split: str) -> FileSplit:
        """Lists one split; see `samples`."""
        return FileSplit(self, self.samples(split))
