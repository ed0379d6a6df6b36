"""Predictor that asks a network as a protocol says."""

from typing import TYPE_CHECKING

import numpy as np
import tensorflow as tf

from deeplab_family.evaluation.protocol import Protocol
from deeplab_family.inference import Prediction, multi_scale, sliding_window

if TYPE_CHECKING:
    import keras


class ProtocolPredictor:
    """Answers for images as the protocol of a paper's row does.

    `deeplab_family.evaluation.evaluate` takes it. The CRF of a protocol is not
    applied.

    Args:
        model: maps RGB images of any size to logits of the same size.
        protocol: its scales, mirroring, crops and averages; the network must
            have its output stride already.
    """

    def __init__(self, model: "keras.Model", protocol: Protocol):
        self.protocol = protocol
        self.num_classes = model.output_shape[-1]
        self.class_names = getattr(model, "class_names", None)
        score = protocol_score(
            lambda images: tf.cast(model(images, training=False), tf.float32),
            protocol,
        )
        # One trace for each size: crops are laid out for known sizes.
        self._class_map = tf.function(
            lambda images: tf.cast(tf.argmax(score(images), -1), tf.uint8)
        )

    def __call__(self, images: np.ndarray) -> Prediction:
        """The class map of uint8 images `(batch, height, width, 3)`."""
        answer = self._class_map(tf.constant(images, tf.float32))
        return Prediction(answer.numpy())


def protocol_score(logits, protocol: Protocol):
    """Logits, wrapped into crops, scales and mirrored images.

    Args:
        logits: maps float32 images `(batch, height, width, 3)` to logits.
        protocol: what to wrap them in.

    Returns:
        Maps images to what the protocol averages; to plain logits where
        there is nothing to average.
    """
    finish = (
        tf.nn.softmax if protocol.average == "probabilities" else (tf.identity)
    )
    score, windows = logits, protocol.windows
    if windows is not None:
        score = sliding_window(
            score,
            windows.tile,
            windows.starts,
            finish=finish,
            centered=windows.padding == "center",
        )
        finish = tf.identity  # it is done, crop by crop
    if protocol.scales == (1.0,) and not protocol.flip:
        return score
    return multi_scale(
        score,
        protocol.scales,
        protocol.flip,
        finish=finish,
        align_corners=protocol.align_corners,
    )
