"""Where the CPU time of a training image goes, stage by stage.

    python -m benchmarks.input_stages --root FOLDER

Each stage does all that the one before it does, and one thing more. The time
is that of all processors together, so it bounds what two of them can deliver.
"""

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass

import tensorflow as tf
import tyro

from input_pipeline import DataConfig, open_data
from input_pipeline.decode.image import ACCURATE
from input_pipeline.decode.label import decode_label
from input_pipeline.sample import IMAGE, LABEL

WARM_BATCHES = 4


@dataclass(frozen=True)
class Stage:
    """A stage: its name, and a fresh dataset that stops behind it."""

    name: str
    dataset: tf.data.Dataset

    def cpu_per_image(self, batches: int, batch_size: int) -> float:
        """Milliseconds of CPU that one image takes."""
        iterator = iter(self.dataset)
        for _ in range(WARM_BATCHES):
            next(iterator)
        start = time.process_time()
        for _ in range(batches):
            next(iterator)
        return 1e3 * (time.process_time() - start) / (batches * batch_size)


def main(
    root: str,
    size: int = 513,
    batch: int = 8,
    batches: int = 24,
    rounds: int = 5,
) -> None:
    """Prints the median time of each stage, and what it adds.

    Args:
        root: a plain folder of JPEGs and label PNGs.
        size: height and width of the training images, in pixels.
        batch: images in a batch.
        batches: batches in one measurement.
        rounds: turns of each stage.
    """
    config = DataConfig(
        root=root, crop_size=(size, size), batch_size=batch, check=False
    )
    stages = list(make_stages(config))
    times = [
        [stage.cpu_per_image(batches, batch) for stage in stages]
        for _ in range(rounds)
    ]
    print("| stage | ms of CPU an image | more than before |")
    print("| --- | --- | --- |")
    before = 0.0
    for stage, turns in zip(stages, zip(*times, strict=True), strict=True):
        median = statistics.median(turns)
        print(f"| {stage.name} | {median:.2f} | {median - before:.2f} |")
        before = median


def make_stages(config: DataConfig):
    """Yields the stages of the training batches of `config`."""
    data = open_data(config)
    source, augment = data.training, config.augment

    def seed(number):
        return tf.stack([tf.constant(config.seed, tf.int64), number])

    def files(number, visit):
        return _bytes(source.load(visit))

    def label(number, visit):
        sample = source.load(visit)
        ids = decode_label(sample[LABEL], source.spec)
        return *_bytes(sample), ids[0, 0]

    def checked(number, visit):
        sample = source.read(visit)
        return tf.strings.length(sample[IMAGE]), sample[LABEL][0, 0]

    def whole(number, visit):
        sample = source.read(visit)
        pixels = tf.io.decode_jpeg(sample[IMAGE], **ACCURATE)
        return pixels[0, 0], sample[LABEL][0, 0]

    def crop(number, visit):
        sample = augment(source.read(visit), seed(number))
        return sample[IMAGE][0, 0], sample[LABEL][0, 0]

    steps: dict[str, Callable] = {
        "both files are read": files,
        "the label is decoded, all of it": label,
        "the photograph is looked at, not decoded": checked,
        "the photograph is decoded, all of it": whole,
        "instead: its window is decoded, resized, mirrored, padded": crop,
    }
    for name, step in steps.items():
        samples = source.mixed(config.seed, 0).map(step, tf.data.AUTOTUNE)
        batches = samples.batch(config.batch_size).prefetch(tf.data.AUTOTUNE)
        yield Stage(name, batches)
    yield Stage("batches, in order, failures named", data.train_batches())


def _bytes(sample) -> tuple[tf.Tensor, tf.Tensor]:
    return tf.strings.length(sample[IMAGE]), tf.strings.length(sample[LABEL])


if __name__ == "__main__":
    tyro.cli(main)
