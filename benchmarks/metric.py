"""Time to count one batch into the mean IoU, against Keras' own metric.

python -m benchmarks.metric
"""

import keras
import numpy as np
import tensorflow as tf
import tyro

from benchmarks.harness import Step, race
from benchmarks.report import report
from deeplab_family.metrics import MeanIoU

BLOCK = 19


def main(
    rounds: int = 9, batch: int = 8, size: int = 513, classes: int = 21
) -> None:
    """Times one update with integer predictions.

    Args:
        rounds: turns of each contestant.
        batch: images in a batch.
        size: height and width of an image, in pixels.
        classes: number of classes.
    """
    labels, predictions = draw_ids(batch, size, classes)
    keras_metric = keras.metrics.MeanIoU(classes, ignore_class=255)
    contestants = [
        Step("keras.metrics.MeanIoU", traced(keras_metric, labels, predictions))
    ]
    for dtype in ("int32", "uint8"):
        ids = tf.cast(labels, dtype), tf.cast(predictions, dtype)
        step = traced(MeanIoU(classes), *ids)
        contestants.append(Step(f"MeanIoU, {dtype} ids", step))
    timings = race(contestants, rounds, turn_seconds=0.3)
    title = f"Metric: {batch} x {size} x {size} ids of {classes} classes"
    print(report(title, timings, baseline="keras.metrics.MeanIoU"))


def draw_ids(batch: int, size: int, classes: int):
    """Labels in blocks with 5 % ignored; predictions, four fifths right."""
    rng = np.random.default_rng(0)
    blocks = -(-size // BLOCK)
    coarse = rng.integers(0, classes, (batch, blocks, blocks))
    labels = coarse.repeat(BLOCK, 1).repeat(BLOCK, 2)[:, :size, :size]
    guesses = rng.integers(0, classes, labels.shape)
    right = rng.random(labels.shape) < 0.8
    predictions = np.where(right, labels, guesses)
    labels = np.where(rng.random(labels.shape) < 0.05, 255, labels)
    return tf.constant(labels, tf.int32), tf.constant(predictions, tf.int32)


def traced(metric, labels, predictions):
    """A graph that updates `metric` once, as inside a training step."""
    update = tf.function(lambda y, p: metric.update_state(y, p))
    return lambda: update(labels, predictions)


if __name__ == "__main__":
    tyro.cli(main)
