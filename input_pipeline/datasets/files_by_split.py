"""Exports of annotation files in folders that are called after splits."""

from collections.abc import Iterable, Sequence
from functools import cached_property
from pathlib import Path

from input_pipeline.datasets.annotated_dataset import AnnotatedDataset
from input_pipeline.datasets.photograph_facts import photograph_facts
from input_pipeline.datasets.split_folders import splits_by_folder


class FilesBySplitDataset(AnnotatedDataset):
    """Base of the exports whose folders may be splits; gives `facts`.

    A subclass gives `find_files` and `read`. See `AnnotatedDataset`.
    """

    def find_files(self) -> Sequence[Path]:
        """The files of annotations.

        Raises:
            DataError: if there are none.
        """
        raise NotImplementedError

    @cached_property
    def files(self) -> dict[Path, str]:
        """The split of each file; all "" where no folder is one.

        Raises:
            DataError: if there are none, or only some lie in such folders.
        """
        return splits_by_folder(self.find_files(), self.root)

    def annotation_files(self) -> Sequence[Path]:
        """The files of annotations."""
        return tuple(self.files)

    def facts(self) -> Iterable[str]:
        """Names and sizes of the photographs."""
        return photograph_facts(self.root)
