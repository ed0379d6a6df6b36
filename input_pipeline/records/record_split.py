"""RecordSplit: one part of a data set that is packed into shards."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from input_pipeline import sources
from input_pipeline.datasets.spec import DatasetSpec
from input_pipeline.evenly import evenly
from input_pipeline.picture_format import PictureFormat
from input_pipeline.records.manifest import Shard

if TYPE_CHECKING:
    from input_pipeline.data_config import DataConfig
    from input_pipeline.sources.record_source import RecordSource


@dataclass(frozen=True)
class RecordSplit:
    """The shards of one split; see `Split`.

    Args:
        shards: one or more.
        spec: what the labels mean.
        pictures: what the images become, as the manifest states it; None for
            photographs.
    """

    shards: tuple[Shard, ...]
    spec: DatasetSpec
    pictures: PictureFormat | None = None
    samples: ClassVar[tuple] = ()  # no sample has files of its own

    def __len__(self) -> int:
        return sum(shard.count for shard in self.shards)

    def names(self, limit: int | None = None) -> tuple[str, ...]:
        """Numbers of the records, or of `limit`, spread evenly."""
        places = evenly(len(self), limit)
        return tuple(f"record {place + 1}" for place in places)

    def source(
        self, config: DataConfig, limit: int | None = None
    ) -> RecordSource:
        """Source that reads the shards; all are checked, whatever the limit.

        Raises:
            DataError: if shards are missing or damaged.
        """
        return sources.open_shards(
            self.shards, self.spec, config, self.pictures
        )
