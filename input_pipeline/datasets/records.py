"""A data set packed into shards, by `deeplab records` or by others.

root/<split>-00000-of-00008.tfrecord
root/manifest.json    (written by `deeplab records`)
root/classes.txt      (instead of it, for shards of the official DeepLab code)
"""

from __future__ import annotations

from pathlib import Path

from input_pipeline import records
from input_pipeline.annotations.drawing_rules import DrawingRules
from input_pipeline.datasets.pairing import refuse_unknown_split
from input_pipeline.datasets.spec import DatasetSpec


class RecordsDataset:
    """Reads the manifest of packed records, or the names of the shards.

    Args:
        root: the folder of the shards.

    Raises:
        DataError: if the manifest is missing or damaged, or shards are.
    """

    marks = ("manifest.json", "*-?????-of-?????", "*-of-*.tfrecord*")
    any_classes = True
    random_access = False

    def __init__(self, root: str | Path):
        self.root = Path(root)
        self._manifest = records.open_records(self.root)

    @classmethod
    def open(
        cls,
        root: str | Path,
        val_share: float | None = None,
        rules: DrawingRules | None = None,
    ) -> RecordsDataset:
        """Opens the folder; its splits are packed, so no `val_share`."""
        return cls(root)

    @property
    def spec(self) -> DatasetSpec:
        """Classes and colors."""
        return self._manifest.spec

    @property
    def splits(self) -> tuple[str, ...]:
        """Names of the packed splits."""
        return tuple(self._manifest.splits)

    def open_split(self, split: str) -> records.RecordSplit:
        """Lists one split; see `shards`."""
        shards, pictures = self.shards(split), self._manifest.pictures
        return records.RecordSplit(shards, self.spec, pictures)

    def shards(self, split: str) -> tuple[records.Shard, ...]:
        """Lists the shards of one split.

        Raises:
            DataError: if the split was not packed.
        """
        hint = "Pack it too: deeplab records --splits"
        refuse_unknown_split(split, self.splits, self.root, hint)
        return self._manifest.splits[split]
