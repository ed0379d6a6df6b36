"""Encoded samples from separate files, in file order or freshly mixed."""

import copy
import logging
import os
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import tensorflow as tf

from input_pipeline.datasets.spec import DatasetSpec
from input_pipeline.decode.label import decode_label
from input_pipeline.decode.labeled_sample import decoded_sample
from input_pipeline.evenly import evenly
from input_pipeline.picture_format import ORDINARY, PictureFormat
from input_pipeline.sample import (
    ID,
    IMAGE,
    LABEL,
    PHOTOGRAPHS,
    REGION,
    Sample,
    SamplePaths,
)
from input_pipeline.sampling import HardClassBootstrap, Patches
from input_pipeline.sampling.epoch_items import (
    Visits,
    plan_visits,
)
from input_pipeline.sources.label_copies import (
    copy_large_labels,
    decode_copied,
)

logger = logging.getLogger("input_pipeline")


class FileSource:
    """Reads images and labels that lie in files of their own.

    Any sample can be reached at once, so the order of a whole epoch costs no
    memory and a run resumes anywhere in no time. What is held are the names
    of the files and the list of visits.

    Args:
        samples: non-empty sequence of `SamplePaths`.
        spec: what the labels store. Defaults to None: class ids.
        visits: which images, and which parts of them, make up an epoch.
            Defaults to each image once, whole.
        pictures: what images become. Defaults to uint8 RGB.

    Attributes:
        in_graph: whether images stay encoded, for TensorFlow to decode;
            those that it does not know are decoded by `read`.
    """

    def __init__(
        self,
        samples: Sequence[SamplePaths],
        spec: DatasetSpec | None = None,
        visits: Visits | None = None,
        pictures: PictureFormat = ORDINARY,
    ):
        self.pictures = pictures
        self.samples = tuple(samples)
        self.spec = spec
        self._visits = visits or Visits(np.arange(len(samples)))
        self._order = tf.constant(self._visits.images, tf.int64)
        self._regions = self._visits.regions
        if self._regions is not None:
            self._regions = tf.constant(self._regions, tf.int32)
        self._ids = tf.constant([os.fsencode(s.id) for s in samples])
        images = [os.fsencode(s.image_path) for s in samples]
        labels = [os.fsencode(s.label_path) for s in samples]
        self.in_graph = pictures.is_ordinary and all(
            sample.image_path.suffix.lower() in PHOTOGRAPHS
            for sample in samples
        )
        self._images, self._labels = tf.constant(images), tf.constant(labels)
        self._copies = (None,) * len(self.samples)

    def __len__(self) -> int:
        return len(self._visits)

    def sampled(
        self, bootstrap: HardClassBootstrap, patches: Patches
    ) -> "FileSource":
        """The same files: hard images more often, large ones in patches.

        Raises:
            DataError: if a file cannot be read.
            ValueError: if the bootstrap names a class that does not exist.
        """
        if not (bootstrap.classes or patches):
            return self
        visits = plan_visits(self.samples, self.spec, bootstrap, patches)
        logger.info(
            "an epoch makes %d visits to %d images",
            len(visits),
            len(self.samples),
        )
        return FileSource(self.samples, self.spec, visits, self.pictures)

    def with_label_copies(self, root: Path) -> "FileSource":
        """The same files; large labels are copied to decode fast.

        Args:
            root: folder of the data set; see `copy_large_labels`.
        """
        source = copy.copy(self)
        source._copies = copy_large_labels(self.samples, self.spec, root)
        return source

    def beside_graph(self) -> "FileSource":
        """The same files, all of them decoded by Python."""
        source = copy.copy(self)
        source.in_graph = False
        return source

    def mixed(self, seed: int, start: int) -> tf.data.Dataset:
        """Endless `(number, reference)` pairs, each epoch in its own order.

        Args:
            seed: int, the same seed gives the same order.
            start: int >= 0, number of samples to leave out at the beginning.
        """
        numbers = numbers_from(start)
        return numbers.map(lambda n: (n, self.visit(n, seed)))

    def name_of(self, number: int, seed: int) -> str:
        """The image file of a number that `mixed` gave out."""
        image = self._visits.images[int(self.visit(number, seed))]
        return str(self.samples[image].image_path)

    def files_of(self, number: int, seed: int) -> tuple[Path, ...]:
        """Image, label and its copy of a number that `mixed` gave out."""
        image = self._visits.images[int(self.visit(number, seed))]
        sample, copied = self.samples[image], self._copies[image]
        files = sample.image_path, sample.label_path
        return files if copied is None else (*files, copied)

    def part_of(self, number: int, seed: int) -> int:
        """Number of the mixed data set that a number belongs to: always 0."""
        return 0

    def in_order(self, limit: int | None = None) -> tf.data.Dataset:
        """GoldenOutputs of the visits, once, in the order of the list.

        Args:
            limit: int >= 1, at most so many, spread evenly. Defaults to
                None: all.
        """
        places = evenly(len(self), limit)
        return tf.data.Dataset.from_tensor_slices(tf.constant(places, tf.int64))

    def load(self, visit: tf.Tensor) -> Sample:
        """Reads one sample; `image` and `label` are still encoded."""
        index = tf.gather(self._order, visit)
        region = {}
        if self._regions is not None:
            region[REGION] = tf.gather(self._regions, visit)
        return {
            **region,
            ID: tf.gather(self._ids, index),
            IMAGE: tf.io.read_file(tf.gather(self._images, index)),
            LABEL: tf.io.read_file(tf.gather(self._labels, index)),
        }

    def read(self, reference: tf.Tensor) -> Sample:
        """Reads one sample, decodes its label and sees that both fit."""
        sample = self.load(reference)
        label = self._decoded_label(sample[LABEL], reference)
        pictures = None if self.in_graph else self.pictures
        return decoded_sample(sample, label, pictures)

    def _decoded_label(self, encoded, visit) -> tf.Tensor:
        if not any(self._copies):
            return decode_label(encoded, self.spec)
        names = tf.constant([os.fsencode(c or "") for c in self._copies])
        copied = tf.gather(names, tf.gather(self._order, visit))
        return decode_copied(encoded, copied, self.spec)

    def visit(self, number: int | tf.Tensor, seed: int) -> tf.Tensor:
        """The reference that belongs to a number, an int64 scalar."""
        count = len(self)
        number = tf.convert_to_tensor(number, tf.int64)
        epoch, place = number // count, number % count
        return tf.random.experimental.index_shuffle(
            place, tf.stack([tf.constant(seed, tf.int64), epoch]), count - 1
        )


def numbers_from(start: int) -> tf.data.Dataset:
    """Counts from `start` for as long as any run takes.

    A range, and not `tf.data.Dataset.counter`: only a range can be dealt to
    the workers of a data service.

    Args:
        start: int >= 0.

    Returns:
        A dataset of int64 scalars.
    """
    return tf.data.Dataset.range(start, tf.int64.max)
