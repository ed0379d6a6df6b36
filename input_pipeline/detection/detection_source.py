"""Detection source: photographs and their objects, by number."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import tensorflow as tf

from input_pipeline.detection.aspect_order import AspectOrder
from input_pipeline.detection.detection_objects import DetectionImage
from input_pipeline.sources.file_source import numbers_from


class DetectionSource:
    """Images to train on in mixed order, or to judge by in that of the files.

    Args:
        images: at least one.
        batch_size: of training batches, each of one aspect group; None for
            the order of the files.
    """

    advice = (
        "cannot be used: it is damaged, neither JPEG nor PNG, or of another "
        "size than its annotation says. `check=True` tells; "
        "`on_error='skip'` leaves it out of training"
    )

    def __init__(
        self, images: Sequence[DetectionImage], batch_size: int | None = None
    ):
        self.images = tuple(images)
        self._order = batch_size and AspectOrder(
            [image.is_wide for image in images], batch_size
        )
        self._paths = tf.constant([os.fsencode(i.path) for i in images])

    def __len__(self) -> int:
        return len(self.images)

    def mixed(self, seed: int, start: int) -> tf.data.Dataset:
        """Endless `(number, place)` pairs.

        Args:
            seed: int, the same seed gives the same order.
            start: int >= 0, number of images to leave out at the beginning.
        """

        def place(number):
            found = tf.numpy_function(
                lambda n: np.int64(self.place_of(int(n), seed)),
                [number],
                tf.int64,
            )
            return number, tf.ensure_shape(found, ())

        return numbers_from(start).map(place)

    def read(self, place: tf.Tensor) -> tf.Tensor:
        """The bytes of a photograph."""
        return tf.io.read_file(tf.gather(self._paths, place))

    def place_of(self, number: int, seed: int) -> int:
        """The place in the list that belongs to a number."""
        if not self._order:
            return number % len(self)
        return self._order.place_of(number, seed)

    def name_of(self, number: int, seed: int) -> str:
        """The file of a number that `mixed` gave out."""
        return str(self.images[self.place_of(number, seed)].path)

    def files_of(self, number: int, seed: int) -> tuple[Path, ...]:
        """The same, as a path."""
        return (self.images[self.place_of(number, seed)].path,)

    def part_of(self, number: int, seed: int) -> int:
        """Number of the mixed data set that a number belongs to: always 0."""
        return 0
