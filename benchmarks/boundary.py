"""Time to judge one image by each counting measure, against its prediction.

python -m benchmarks.boundary
"""

import cv2
import numpy as np
import tensorflow as tf
import tyro

from benchmarks.harness import Step, race
from benchmarks.report import goal_row, report
from deeplab_family.backbones import MobileNetV2Config
from deeplab_family.metrics import (
    BoundaryAccuracy,
    BoundaryIoU,
    Calibration,
    KITTIRoad,
    ObjectSizes,
    TrimapCurve,
)
from deeplab_family.models import DeepLabV3Config

FORWARD = "DeepLabv3, MobileNetV2"
BOUNDARY = "the three boundary measures"
GOAL = 1.0
SMOOTH = 12.0
"""Pixels over which the drawn regions are smooth."""


def main(
    rounds: int = 9,
    height: int = 513,
    width: int = 513,
    classes: int = 21,
    filters: int = 128,
) -> None:
    """Times the forward pass and one update of each measure.

    Args:
        rounds: turns of each contestant.
        height: of the image in pixels.
        width: of the image in pixels.
        classes: number of classes.
        filters: of the network's head.
    """
    label, prediction, score = draw_maps(height, width, classes)
    boundary = (BoundaryAccuracy(), BoundaryIoU(classes), TrimapCurve(classes))
    others = (ObjectSizes(classes), KITTIRoad(), Calibration())
    contestants = [
        Step(FORWARD, forward_pass(height, width, classes, filters)),
        Step(
            BOUNDARY,
            lambda: [m.update(label, prediction) for m in boundary],
        ),
    ]
    for measure in (*boundary, *others):
        arguments = (label, prediction)
        if isinstance(measure, KITTIRoad):
            arguments = (label, score)
        elif isinstance(measure, Calibration):
            arguments = (label, prediction, score)
        contestants.append(
            Step(
                type(measure).__name__,
                lambda measure=measure, arguments=arguments: measure.update(
                    *arguments
                ),
            )
        )
    timings = race(contestants, rounds, turn_seconds=0.3)
    what = f"{BOUNDARY}: 1 x {height} x {width}, {classes} classes"
    title = f"Counting measures: 1 x {height} x {width}, {classes} classes"
    print(report(title, timings, baseline=FORWARD))
    print(goal_row(what, timings, BOUNDARY, FORWARD, GOAL))


def forward_pass(height: int, width: int, classes: int, filters: int):
    """The network's class map of one image, compiled."""
    model = DeepLabV3Config(
        num_classes=classes, backbone=MobileNetV2Config(), filters=filters
    ).build()
    images = tf.constant(
        np.random.default_rng(0).uniform(0, 255, (1, height, width, 3)),
        tf.float32,
    )
    predict = tf.function(
        lambda images: tf.argmax(model(images, training=False), -1)
    )
    return lambda: predict(images).numpy()


def draw_maps(height: int, width: int, classes: int):
    """Label map, prediction and float32 scores, with borders as in streets."""
    rng = np.random.default_rng(0)
    truth = rng.normal(size=(classes, height, width)).astype(np.float32)
    truth = [cv2.GaussianBlur(part, None, SMOOTH) for part in truth]
    noise = rng.normal(size=(classes, height, width)).astype(np.float32)
    noise = [cv2.GaussianBlur(part, None, SMOOTH / 3) for part in noise]
    label = np.argmax(truth, axis=0).astype(np.uint8)
    guess = np.asarray(truth) + 0.1 * np.asarray(noise)
    label[: height // 20] = 255
    score = rng.random((height, width), np.float32)
    return label, guess.argmax(axis=0).astype(np.uint8), score


if __name__ == "__main__":
    tyro.cli(main)
