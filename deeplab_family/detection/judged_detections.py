"""Judged detections: a detector's answers on a split, and their scores."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

import keras
import tensorflow as tf

from deeplab_family.detection.scores import (
    Detections,
    DetectionScorer,
    DetectionScores,
    in_photograph,
)
from input_pipeline.detection import DetectionImage, OpenedDetectionData


def detections_function(model: keras.Model) -> Callable:
    """The model in inference, traced once for images of any size.

    Args:
        model: a `DetectionModel`.

    Returns:
        A function of a batch's `image` and `image_size` that answers as the
        model does.
    """
    images = tf.TensorSpec((None, None, None, 3), tf.float32)
    sizes = tf.TensorSpec((None, 2), tf.int32)

    @tf.function(input_signature=[images, sizes], autograph=False)
    def detect(image, image_size):
        batch = {"image": image, "image_size": image_size}
        return model(batch, training=False)

    return detect


def found_in_split(
    detect: Callable,
    batches: Iterable[dict],
    truths: Iterable[DetectionImage],
) -> Iterator[tuple[DetectionImage, Detections]]:
    """Each image of a split and what was found in it, one after the other.

    Args:
        detect: of `detections_function`.
        batches: evaluation batches.
        truths: the images of the split, by the batches' `image_index`.
    """
    for batch in batches:
        answer = detect(batch["image"], batch["image_size"])
        answer = {name: value.numpy() for name, value in answer.items()}
        sizes = batch["image_size"].numpy()
        for place, index in enumerate(batch["image_index"].numpy()):
            image = truths[index]
            one = {name: value[place] for name, value in answer.items()}
            yield (
                image,
                in_photograph(one, sizes[place], (image.height, image.width)),
            )


def judge(
    detect: Callable,
    data: OpenedDetectionData,
    masks: bool,
    heard: Callable[[int, DetectionImage, Detections], None] | None = None,
) -> DetectionScores:
    """Scores of a detector on the split that its data are judged by.

    Args:
        detect: of `detections_function`.
        data: opened.
        masks: whether its masks are judged, too.
        heard: called with the number of each image, the image and what was
            found in it.
    """
    truths = data.truths()
    has_outlines = all(o.outline for i in truths for o in i.objects)
    scorer = DetectionScorer(data.spec.class_names, masks and has_outlines)
    found = found_in_split(detect, data.eval_batches(), truths)
    for number, (image, detections) in enumerate(found):
        scorer.add(image, detections)
        if heard is not None:
            heard(number, image, detections)
    return scorer.scores()
