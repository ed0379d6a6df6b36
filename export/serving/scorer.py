"""Scorer: logits or probabilities of images, whose argmax is the answer."""

from collections.abc import Callable
from dataclasses import dataclass

import keras
import tensorflow as tf

from deeplab_family.inference import KerasPredictor
from input_pipeline.picture_format import ORDINARY, PictureFormat


@dataclass(frozen=True)
class Scorer:
    """A way to score images, and what its scores mean.

    Args:
        score: maps float32 images `(batch, height, width, 3)` to float32
            scores `(batch, height, width, classes)`.
        logits: the scores are logits; otherwise they are probabilities.
        num_classes: how many classes.
        pictures: what the images are. Defaults to uint8 RGB.
    """

    score: Callable[[tf.Tensor], tf.Tensor]
    logits: bool
    num_classes: int
    pictures: PictureFormat = ORDINARY

    def probabilities(self, scores: tf.Tensor) -> tf.Tensor:
        """float32, summing to one over the last axis."""
        return tf.nn.softmax(scores) if self.logits else scores

    def class_map(self, scores: tf.Tensor) -> tf.Tensor:
        """uint8, the class of the highest score, the first of several."""
        return tf.cast(_highest(scores)[1], tf.uint8)

    def class_and_confidence(
        self, scores: tf.Tensor
    ) -> tuple[tf.Tensor, tf.Tensor]:
        """The class, and its probability in steps of 1/255, both uint8."""
        highest, index = _highest(scores)
        if self.logits:
            above = tf.exp(scores - highest[..., None])
            highest = 1 / tf.reduce_sum(above, axis=-1)
        confidence = tf.cast(tf.round(255 * highest), tf.uint8)
        return tf.cast(index, tf.uint8), confidence


def _highest(scores):
    # On a CPU this takes a third of the time of `tf.argmax`.
    values, indices = tf.math.top_k(scores, 1)
    return values[..., 0], indices[..., 0]


def network_scorer(model: keras.Model) -> Scorer:
    """The network as it is; one of fixed size is fed resized images.

    Args:
        model: maps RGB `(batch, height, width, 3)`, 0 to 255, to logits.

    Raises:
        ModelFileError: it does not.
    """
    checked = KerasPredictor(model)

    def logits(images):
        return tf.cast(model(images, training=False), tf.float32)

    def resized(images):
        # Rounded like the pixels of a resized file.
        small = tf.image.resize(images, checked.input_size)
        small = tf.round(small) if checked.pictures.is_ordinary else small
        probabilities = tf.nn.softmax(logits(small))
        return tf.image.resize(probabilities, tf.shape(images)[1:3])

    if checked.input_size is None:
        return Scorer(logits, True, checked.num_classes, checked.pictures)
    return Scorer(resized, False, checked.num_classes, checked.pictures)
