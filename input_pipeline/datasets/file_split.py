"""FileSplit: one part of a data set that has a file for each image."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from input_pipeline import sources
from input_pipeline.evenly import evenly
from input_pipeline.sample import SamplePaths

if TYPE_CHECKING:
    from input_pipeline.data_config import DataConfig
    from input_pipeline.datasets.dataset import FileDataset
    from input_pipeline.sources.file_source import FileSource


@dataclass(frozen=True)
class FileSplit:
    """The files of one split; see `Split`.

    Args:
        dataset: the data set; its `spec`, which may need every label, is
            asked for when samples are read.
        samples: image and label of each sample.
    """

    dataset: FileDataset
    samples: Sequence[SamplePaths]

    def __len__(self) -> int:
        return len(self.samples)

    def names(self, limit: int | None = None) -> tuple[str, ...]:
        """File names of the images, or of `limit`, spread evenly."""
        return tuple(s.image_path.name for s in self._some(limit))

    def source(
        self, config: DataConfig, limit: int | None = None
    ) -> FileSource:
        """Source that reads the files; only those are checked.

        Raises:
            DataError: if files are missing or wrong.
        """
        return sources.open_files(self._some(limit), self.dataset.spec, config)

    def _some(self, limit: int | None) -> tuple[SamplePaths, ...]:
        places = evenly(len(self.samples), limit)
        return tuple(self.samples[place] for place in places)
