"""Sample reference: its files, or its place in a shard."""

import os
from dataclasses import dataclass, field
from pathlib import Path

import tensorflow as tf

from input_pipeline.inspection.stats import (
    ImageStats,
    LabelStats,
)
from input_pipeline.records.schema import unpack_record


@dataclass(frozen=True)
class SampleRef:
    """A sample that may be broken.

    Args:
        id: str, the name of the sample.
        splits: the splits that list it.
        image: file of the image; of a record, its shard.
        label: file of the label; of a record, its shard.
        image_name: what to call the image, relative to the data set.
        label_name: what to call the label.
        record: int, place in the shard; None for files.
        content: encoded image and label of a record that was just read, so
            that it is not read again.
    """

    id: str
    splits: tuple[str, ...]
    image: Path
    label: Path
    image_name: str
    label_name: str
    record: int | None = None
    content: tuple[bytes, bytes] | None = field(default=None, repr=False)

    def read_image(self) -> bytes:
        """The bytes of the image; raises `OSError` if there are none."""
        if self.record is None:
            return self.image.read_bytes()
        return self._content()[0]

    def read_label(self) -> bytes:
        """The bytes of the label; raises `OSError` if there are none."""
        if self.record is None:
            return self.label.read_bytes()
        return self._content()[1]

    def _content(self) -> tuple[bytes, bytes]:
        if self.content is not None:
            return self.content
        shard = os.fsencode(self.image)
        records = tf.data.TFRecordDataset(shard).skip(self.record)
        record = next(iter(records)).numpy()
        return unpack_record(self.image, record)[1:]


@dataclass(frozen=True)
class SampleStats:
    """Sample facts, after a look at its files."""

    case: SampleRef
    image: ImageStats
    label: LabelStats
