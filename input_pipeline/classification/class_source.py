"""Class source: encoded images and their classes, by number."""

from __future__ import annotations

import os
from pathlib import Path

import tensorflow as tf

from input_pipeline.classification.class_tree import LabeledImages
from input_pipeline.sample import IMAGE, LABEL, Sample
from input_pipeline.sources.file_source import numbers_from


class ClassSource:
    """Reads images that lie in files of their own; a `Source`.

    Args:
        images: the files; at least one.
        shuffled: whether each epoch has an order of its own; otherwise all
            have that of the files.
    """

    advice = (
        "cannot be used: it is damaged, or neither JPEG nor PNG. Remove the "
        "file or put a whole one there; `on_error='skip'` leaves it out of "
        "training"
    )

    def __init__(self, images: LabeledImages, shuffled: bool = True):
        self.images = images
        self.shuffled = shuffled
        self._paths = tf.constant([os.fsencode(path) for path in images.paths])
        self._class_ids = tf.constant(images.class_ids, tf.int32)

    def __len__(self) -> int:
        return len(self.images)

    def mixed(self, seed: int, start: int) -> tf.data.Dataset:
        """Endless `(number, place)` pairs.

        Args:
            seed: int, the same seed gives the same order.
            start: int >= 0, number of images to leave out at the beginning.
        """
        numbers = numbers_from(start)
        return numbers.map(lambda n: (n, self.place_of(n, seed)))

    def read(self, reference: tf.Tensor) -> Sample:
        """Reads one image; it is still encoded. The label is an int32."""
        return {
            IMAGE: tf.io.read_file(tf.gather(self._paths, reference)),
            LABEL: tf.gather(self._class_ids, reference),
        }

    def place_of(self, number: int | tf.Tensor, seed: int) -> tf.Tensor:
        """The place in the list that belongs to a number, an int64 scalar."""
        count = len(self)
        number = tf.convert_to_tensor(number, tf.int64)
        epoch, place = number // count, number % count
        if not self.shuffled:
            return place
        return tf.random.experimental.index_shuffle(
            place, tf.stack([tf.constant(seed, tf.int64), epoch]), count - 1
        )

    def name_of(self, number: int, seed: int) -> str:
        """The file of a number that `mixed` gave out."""
        return self.images.paths[int(self.place_of(number, seed))]

    def files_of(self, number: int, seed: int) -> tuple[Path, ...]:
        """The same, as a path."""
        return (Path(self.name_of(number, seed)),)

    def part_of(self, number: int, seed: int) -> int:
        """Number of the mixed data set that a number belongs to: always 0."""
        return 0
