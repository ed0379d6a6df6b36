"""From images to scores, whose highest is the class of the pixel."""

from collections.abc import Callable
from dataclasses import dataclass

import keras
import tensorflow as tf

from deeplab_family.inference import KerasPredictor


@dataclass(frozen=True)
class Scorer:
    """A way to score images, and what its scores mean.

    Args:
        score: maps float32 images `(batch, height, width, 3)` to float32
            scores `(batch, height, width, classes)`.
        logits: the scores are logits; otherwise they are probabilities.
        num_classes: how many classes.
    """

    score: Callable[[tf.Tensor], tf.Tensor]
    logits: bool
    num_classes: int

    def probabilities(self, scores: tf.Tensor) -> tf.Tensor:
        """float32, summing to one over the last axis."""
        return tf.nn.softmax(scores) if self.logits else scores

    def class_map(self, scores: tf.Tensor) -> tf.Tensor:
        """uint8, the class of the highest score."""
        highest = tf.argmax(scores, axis=-1, output_type=tf.int32)
        return tf.cast(highest, tf.uint8)

    def confidence(self, scores: tf.Tensor) -> tf.Tensor:
        """uint8, the highest probability in steps of 1/255."""
        highest = tf.reduce_max(scores, axis=-1)
        if self.logits:
            highest = tf.exp(highest - tf.reduce_logsumexp(scores, axis=-1))
        return tf.cast(tf.round(255 * highest), tf.uint8)


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
        small = tf.round(tf.image.resize(images, checked.input_size))
        probabilities = tf.nn.softmax(logits(small))
        return tf.image.resize(probabilities, tf.shape(images)[1:3])

    if checked.input_size is None:
        return Scorer(logits, True, checked.num_classes)
    return Scorer(resized, False, checked.num_classes)
