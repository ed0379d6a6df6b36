"""Plain signatures of exported files: images in, class map out.

The argmax is TensorFlow's own: that of `keras.ops` turns into an operation
that TFLite lacks.
"""

from collections.abc import Callable

import keras
import tensorflow as tf

ANSWERS = ("class_map", "logits")
# The one that readers take who name none.
SIGNATURE = "serving_default"


def serving_signature(
    model: keras.Model, class_type: tf.DType = tf.uint8
) -> Callable:
    """Signature for a server: class map and probabilities.

    Args:
        model: maps RGB `(batch, height, width, 3)`, 0 to 255, to logits.
        class_type: of the class map; converters may know int32 alone.

    Returns:
        A function of images `(batch, height, width, 3)` that answers
        `{"class_map": uint8 (batch, height, width), "probabilities":
        float32 (batch, height, width, classes)}`.
    """

    def serve(images):
        logits = _logits(model, images)
        return {
            "class_map": _class_map(logits, class_type),
            "probabilities": tf.nn.softmax(logits),
        }

    return serve


def mobile_signature(
    model: keras.Model, answers: tuple[str, ...] = ANSWERS
) -> Callable:
    """Signature for a phone: class map and logits, which quantize better.

    Args:
        model: maps RGB `(batch, height, width, 3)`, 0 to 255, to logits.
        answers: "class_map", "logits" or both.

    Returns:
        A function of images `(1, height, width, 3)` that answers
        `{"class_map": uint8 (1, height, width), "logits": float32
        (1, height, width, classes)}`, or one of them.
    """

    def serve(images):
        logits = _logits(model, images)
        given = {"class_map": _class_map(logits), "logits": logits}
        return {name: given[name] for name in answers}

    return serve


def _logits(model, images):
    logits = model(tf.cast(images, tf.float32), training=False)
    return tf.cast(logits, tf.float32)


def _class_map(logits, class_type=tf.uint8):
    classes = tf.argmax(logits, axis=-1, output_type=tf.int32)
    return tf.cast(classes, class_type)
