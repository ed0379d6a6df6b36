"""Images a second of the training batches, against decoding alone.

    python -m benchmarks.input_pipeline --root FOLDER

"usual order" is the pipeline of most tutorials: resize the whole image, pad
it, then cut the window out. It does the same work in the plainest way.
"""

import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import tensorflow as tf
import tyro

from benchmarks.harness import race
from benchmarks.report import report
from input_pipeline import (
    DataConfig,
    draw_synthetic,
    open_dataset,
    train_batches,
)

SYNTHETIC_SIZE = (360, 480)
WARM_BATCHES = 4
OURS, USUAL, DECODE = "train_batches", "usual order", "decode only"


@dataclass(frozen=True)
class Stream:
    """A contestant that is timed over some batches of a fresh iterator.

    A fresh one, since an iterator that is waiting fills its buffers while it
    is another's turn.
    """

    name: str
    make: Callable[[], tf.data.Dataset]
    batches: int
    note: str = ""

    def turn(self, repeats: int) -> list[float]:
        return [self._run() for _ in range(repeats)]

    def _run(self) -> float:
        iterator = iter(self.make())
        for _ in range(WARM_BATCHES):
            next(iterator)
        start = time.perf_counter()
        for _ in range(self.batches):
            next(iterator)
        return time.perf_counter() - start


def main(
    root: str = "",
    size: int = 513,
    batch: int = 8,
    batches: int = 24,
    rounds: int = 9,
) -> None:
    """Races training batches against decoding the same files.

    Args:
        root: a plain folder (`images/train`, `labels/train`); without it, the
            synthetic data set is drawn.
        size: height and width of the training images, in pixels.
        batch: images in a batch.
        batches: batches in one measurement.
        rounds: turns of each contestant.
    """
    with tempfile.TemporaryDirectory() as scratch:
        if not root:
            root = str(Path(scratch) / "synthetic")
            draw_synthetic(root, size=SYNTHETIC_SIZE)
        config = DataConfig(
            root=root, crop_size=(size, size), batch_size=batch, check=False
        )
        streams = contestants(config, batches)
        timings = race(streams, rounds, turn_seconds=0.1)
    title = f"Training batches: {batch} x {size} x {size}"
    throughput = "images", batch * batches
    print(report(title, timings, OURS, throughput))


def contestants(config: DataConfig, batches: int) -> list[Stream]:
    """Everybody in the race, all of them on the files of `config`."""
    samples = open_dataset(config.dataset, config.root).samples(
        config.train_split
    )
    files = tf.data.Dataset.from_tensor_slices(
        (
            [str(sample.image_path) for sample in samples],
            [str(sample.label_path) for sample in samples],
        )
    ).repeat()
    height, width = config.crop_size
    return [
        Stream(OURS, lambda: train_batches(config), batches),
        Stream(
            USUAL,
            lambda: in_usual_order(files, height, width, config.batch_size),
            batches,
            "tf.image, the same scale, crop and flip",
        ),
        Stream(
            DECODE,
            lambda: decoded(files, config.batch_size),
            batches,
            "the limit: no scale, no crop, no copy into a batch",
        ),
    ]


def decode(image_path, label_path):
    """Reads and decodes one pair of files: uint8 RGB and uint8 ids."""
    image = tf.io.decode_jpeg(tf.io.read_file(image_path), channels=3)
    label = tf.io.decode_png(tf.io.read_file(label_path), channels=1)
    return image, label


def decoded(files: tf.data.Dataset, batch_size: int) -> tf.data.Dataset:
    """Decodes and throws away: batches of sizes only."""

    def sizes(image_path, label_path):
        return [tf.size(array) for array in decode(image_path, label_path)]

    return (
        files.map(sizes, tf.data.AUTOTUNE)
        .batch(batch_size)
        .prefetch(tf.data.AUTOTUNE)
    )


def in_usual_order(
    files: tf.data.Dataset, height: int, width: int, batch_size: int
) -> tf.data.Dataset:
    """Resizes whole images, then pads, then crops, then flips."""

    def augment(image_path, label_path):
        image, label = decode(image_path, label_path)
        scale = tf.random.uniform([], 0.5, 2.0)
        full = tf.cast(tf.shape(image)[:2], tf.float32) * scale
        full = tf.cast(full, tf.int32)
        image = tf.image.resize(image, full)
        label = tf.image.resize(label, full, method="nearest")
        # One array of four channels keeps image and label together.
        both = tf.concat([image, tf.cast(label, tf.float32) - 255], axis=-1)
        below, right = tf.unstack(tf.maximum([height, width] - full, 0))
        both = tf.pad(both, [[0, below], [0, right], [0, 0]])
        both = tf.image.random_crop(both, [height, width, 4])
        both = tf.image.random_flip_left_right(both)
        label = tf.cast(both[..., 3] + 255, tf.uint8)
        return tf.cast(both[..., :3], tf.uint8), label

    return (
        files.map(augment, tf.data.AUTOTUNE)
        .batch(batch_size)
        .prefetch(tf.data.AUTOTUNE)
    )


if __name__ == "__main__":
    tyro.cli(main)
