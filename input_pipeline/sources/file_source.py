"""Encoded samples from separate files, in file order or freshly mixed."""

from collections.abc import Sequence

import tensorflow as tf

from input_pipeline.datasets.spec import DatasetSpec
from input_pipeline.sample import ID, IMAGE, LABEL, Sample, SamplePaths


class FileSource:
    """Reads images and labels that lie in files of their own.

    Any sample can be reached at once, so the order of a whole epoch costs no
    memory and a run resumes anywhere in no time.

    Args:
        samples: non-empty sequence of `SamplePaths`.
        spec: what the labels store. Defaults to None: class ids.
    """

    def __init__(
        self, samples: Sequence[SamplePaths], spec: DatasetSpec | None = None
    ):
        self.spec = spec
        self.samples = tuple(samples)
        self._ids = tf.constant([s.id for s in samples])
        self._images = tf.constant([str(s.image_path) for s in samples])
        self._labels = tf.constant([str(s.label_path) for s in samples])

    def __len__(self) -> int:
        return len(self.samples)

    def mixed(self, seed: int, start: int) -> tf.data.Dataset:
        """Endless `(number, reference)` pairs, each epoch in its own order.

        Args:
            seed: int, the same seed gives the same order.
            start: int >= 0, number of samples to leave out at the beginning.
        """
        numbers = tf.data.Dataset.counter(start)
        return numbers.map(lambda n: (n, self._index(n, seed)))

    def name_of(self, number: int, seed: int) -> str:
        """The image file of a number that `mixed` gave out."""
        return str(self.samples[int(self._index(number, seed))].image_path)

    def in_order(self) -> tf.data.Dataset:
        """References of all samples, once, in file order."""
        return tf.data.Dataset.range(len(self))

    def load(self, index: tf.Tensor) -> Sample:
        """Reads one sample; `image` and `label` are still encoded."""
        return {
            ID: tf.gather(self._ids, index),
            IMAGE: tf.io.read_file(tf.gather(self._images, index)),
            LABEL: tf.io.read_file(tf.gather(self._labels, index)),
        }

    def _index(self, number: int | tf.Tensor, seed: int) -> tf.Tensor:
        count = len(self)
        number = tf.convert_to_tensor(number, tf.int64)
        epoch, place = number // count, number % count
        return tf.random.experimental.index_shuffle(
            place, tf.stack([tf.constant(seed, tf.int64), epoch]), count - 1
        )
