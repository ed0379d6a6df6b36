"""Encoded samples from shards of records, in order or freshly mixed."""

import os
from collections.abc import Sequence
from pathlib import Path

import tensorflow as tf

from input_pipeline.decode.label import decode_label
from input_pipeline.decode.labeled_sample import decoded_sample
from input_pipeline.evenly import evenly
from input_pipeline.picture_format import ORDINARY, PictureFormat
from input_pipeline.records.manifest import Shard
from input_pipeline.records.schema import parse_sample
from input_pipeline.sample import LABEL, Sample
from input_pipeline.sources.file_source import numbers_from

BLOCK = 256  # records that are mixed with each other, still encoded
CYCLE = 16  # shards that are read in turns


class RecordSource:
    """Reads samples that are packed into shards.

    An epoch visits the shards in its own order, several in turns, and mixes
    each block of 256 records. Nothing depends on a generator's state, so an
    epoch can be read again exactly; resuming reads over the records that were
    used, without decoding them.

    Args:
        shards: non-empty sequence of `Shard`.
        pictures: what images become. Defaults to None: they are photographs
            of TensorFlow's formats, uint8 RGB.
    """

    spec = None  # records hold class ids, whatever they were packed from
    samples = ()  # none has files of its own

    def __init__(
        self,
        shards: Sequence[Shard],
        pictures: PictureFormat | None = None,
    ):
        self.pictures = pictures or ORDINARY
        self._decoded_as = pictures
        self.shards = tuple(shards)
        self._paths = tf.constant([os.fsencode(shard.path) for shard in shards])

    def __len__(self) -> int:
        return sum(shard.count for shard in self.shards)

    def sampled(self, bootstrap, patches) -> "RecordSource":
        """The same records: `DataConfig` refuses to choose among them."""
        return self

    def with_label_copies(self, root: Path) -> "RecordSource":
        """The same records, whose labels were packed to decode fast."""
        return self

    def mixed(self, seed: int, start: int) -> tf.data.Dataset:
        """Endless `(number, record)` pairs, each epoch in its own order.

        Args:
            seed: int, the same seed gives the same order.
            start: int >= 0, number of samples to leave out at the beginning.
        """
        epoch, used = divmod(start, len(self))
        records = numbers_from(epoch).flat_map(
            lambda number: self._epoch(seed, number)
        )
        numbers = numbers_from(start)
        return tf.data.Dataset.zip(numbers, records.skip(used))

    def name_of(self, number: int, seed: int) -> str:
        """Name of the folder and place of a number that `mixed` gave out."""
        epoch, place = divmod(number, len(self))
        folder = self.shards[0].path.parent
        return f"record {place} of epoch {epoch} (seed {seed}) in {folder}"

    def files_of(self, number: int, seed: int) -> tuple[Path, ...]:
        """The files that a number which `mixed` gave out may lie in: all."""
        return tuple(shard.path for shard in self.shards)

    def part_of(self, number: int, seed: int) -> int:
        """Number of the mixed data set that a number belongs to: always 0."""
        return 0

    def in_order(self, limit: int | None = None) -> tf.data.Dataset:
        """Records once, shard after shard.

        Args:
            limit: int >= 1, at most so many, spread evenly; the others are
                read over. Defaults to None: all.
        """
        records = tf.data.TFRecordDataset(self._paths)
        if limit is None:
            return records
        places = tf.constant(evenly(len(self), limit), tf.int64)
        kept = records.enumerate().filter(
            lambda place, _: tf.reduce_any(places == place)
        )
        return kept.map(lambda _, record: record)

    def load(self, record: tf.Tensor) -> Sample:
        """Unpacks one record; `image` and `label` are still encoded."""
        return parse_sample(record)

    def read(self, reference: tf.Tensor) -> Sample:
        """Unpacks one record, decodes its label and sees that both fit."""
        sample = self.load(reference)
        label = decode_label(sample[LABEL])
        return decoded_sample(sample, label, self._decoded_as)

    def _epoch(self, seed: int, epoch: tf.Tensor) -> tf.data.Dataset:
        seeds = tf.stack([tf.constant(seed, tf.int64), epoch])
        shuffle = tf.random.experimental.stateless_shuffle
        paths = tf.data.Dataset.from_tensor_slices(shuffle(self._paths, seeds))
        records = paths.interleave(tf.data.TFRecordDataset, cycle_length=CYCLE)
        blocks = records.batch(BLOCK).enumerate()
        return blocks.map(
            lambda number, block: shuffle(
                block, tf.random.fold_in(seeds, number)
            )
        ).unbatch()
