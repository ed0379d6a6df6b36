"""Images a second of the training batches, against decoding and the peers.

    python -m benchmarks.input_pipeline --root FOLDER \\
        --model-garden MG/bin/python --albumentations ALBU/bin/python

"usual order" is the pipeline of most tutorials: resize the whole image, pad
it, then cut the window out. It does the same work in the plainest way.
`--upscale 1024 2048` has all contestants read enlarged copies of the files.
"""

import contextlib
import dataclasses
import os
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import tensorflow as tf
import tyro

from benchmarks.harness import BenchmarkProcess, race
from benchmarks.peers.keras_input import with_keras_layers
from benchmarks.peers.stream import StreamJob, seconds_for
from benchmarks.report import report
from benchmarks.upscale import upscale_folder
from benchmarks.worker import Worker
from input_pipeline import (
    DataConfig,
    draw_synthetic,
    open_dataset,
    train_batches,
    write_records,
)

SYNTHETIC_SIZE = (360, 480)
OURS, USUAL, DECODE = "train_batches", "usual order", "decode only"
ANY_ORDER, RECORDS = "train_batches, any order", "train_batches, records"
KERAS = "Keras layers"

PEERS = {
    "Model Garden": ("model_garden_input", "usual"),
    "albumentations": ("albumentations_input", "usual"),
    "albumentations, PyTorch": ("albumentations_input", "pytorch"),
    "albumentations, uint8": ("albumentations_input", "uint8"),
}
ADVICE = {
    "model_garden_input": "make the environment that `benchmarks.models` "
    "names and set MODEL_GARDEN_PYTHON",
    "albumentations_input": "run `python3 -m venv albu && albu/bin/pip "
    "install albumentations` and set ALBUMENTATIONS_PYTHON=albu/bin/python",
}


@dataclass(frozen=True)
class Stream:
    """A contestant in this process, timed over batches of a fresh iterator."""

    name: str
    make: Callable[[], tf.data.Dataset]
    batches: int
    note: str = ""

    def turn(self, repeats: int) -> list[float]:
        return [seconds_for(self.make, self.batches) for _ in range(repeats)]


def main(
    root: str = "",
    size: int = 513,
    batch: int = 8,
    batches: int = 24,
    rounds: int = 9,
    upscale: tuple[int, int] | None = None,
    model_garden: str = os.environ.get("MODEL_GARDEN_PYTHON", ""),
    albumentations: str = os.environ.get("ALBUMENTATIONS_PYTHON", ""),
) -> None:
    """Races training batches against decoding the same files, and peers.

    Args:
        root: a plain folder (`images/train/*.jpg`, `labels/train`); without
            it, the synthetic data set is drawn.
        size: height and width of the training images, in pixels.
        batch: images in a batch.
        batches: batches in one measurement.
        rounds: turns of each contestant.
        upscale: height and width to enlarge the files to first.
        model_garden: Python executable with tf-models-official.
        albumentations: Python executable with albumentations.
    """
    pythons = {
        "model_garden_input": model_garden,
        "albumentations_input": albumentations,
    }
    with contextlib.ExitStack() as stack:
        scratch = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        if not root:
            root = str(scratch / "synthetic")
            draw_synthetic(root, size=SYNTHETIC_SIZE)
        if upscale:
            root = upscale_folder(root, scratch / "large", upscale)
        job = StreamJob(root, size, batch, batches)
        config = DataConfig(
            root=root, crop_size=(size, size), batch_size=batch, check=False
        )
        records = scratch / "records"
        write_records("folder", root, records, splits=[config.train_split])
        everybody = contestants(config, str(records), batches)
        everybody += start_peers(job, pythons, stack)
        timings = race(everybody, rounds, turn_seconds=0.1)
    files = "the files as they are"
    if upscale:
        files = f"JPEGs of {upscale[1]} x {upscale[0]}"
    title = f"Training batches: {batch} x {size} x {size} from {files}"
    print(report(title, timings, OURS, ("images", batch * batches)))


def start_peers(
    job: StreamJob, pythons: dict[str, str], stack: contextlib.ExitStack
) -> list[BenchmarkProcess]:
    """Starts the peers that have an environment; names those left out."""
    workers = []
    for name, (module, style) in PEERS.items():
        if not pythons[module]:
            print(f"{name} is left out. To have it, {ADVICE[module]}")
            continue
        own = StreamJob(job.root, job.size, job.batch, job.batches, style)
        worker = Worker(
            name, pythons[module], f"benchmarks.peers.{module}", own.arguments()
        )
        stack.callback(worker.close)
        workers.append(worker)
    return workers


def contestants(config: DataConfig, records: str, batches: int) -> list[Stream]:
    """Everybody of this process, all of them on the files of `config`.

    Args:
        config: of the training batches.
        records: folder of the same samples as records.
        batches: batches in one measurement.
    """
    packed = dataclasses.replace(config, dataset="records", root=records)
    any_order = dataclasses.replace(config, deterministic=False)
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
    ways = {
        OURS: (lambda: train_batches(config), ""),
        ANY_ORDER: (lambda: train_batches(any_order), "deterministic=False"),
        RECORDS: (lambda: train_batches(packed), "`deeplab records`"),
        USUAL: (
            lambda: in_usual_order(files, height, width, config.batch_size),
            "tf.image, the same scale, crop and flip",
        ),
        KERAS: (
            lambda: with_keras_layers(
                files.map(decode, tf.data.AUTOTUNE),
                config.crop_size,
                config.batch_size,
            ),
            "RandomZoom and RandomFlip: nearest to scale and crop",
        ),
        DECODE: (
            lambda: decoded(files, config.batch_size),
            "whole images; no scale, no crop, no copy into a batch",
        ),
    }
    return [
        Stream(name, make, batches, note) for name, (make, note) in ways.items()
    ]


def decode(image_path, label_path):
    """Reads and decodes one pair of files: uint8 RGB and uint8 ids."""
    image = tf.io.decode_jpeg(
        tf.io.read_file(image_path), channels=3, dct_method="INTEGER_ACCURATE"
    )
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
