"""What every predictor answers: a class and probabilities for each pixel."""

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Prediction:
    """The answer for a batch of images.

    Args:
        class_map: uint8 array `(batch, height, width)`, the most probable
            class of each pixel.
        probabilities: float32 array `(batch, height, width, classes)` that
            sums to one over the classes. `None` when the model file holds
            nothing but a class map.
    """

    class_map: np.ndarray
    probabilities: np.ndarray | None


def prediction_from_logits(logits: np.ndarray) -> Prediction:
    """Softmax and argmax of float32 logits `(batch, height, width, classes)`.

    The class comes from the logits, not from the probabilities: rounding in
    the softmax can make two classes equal that were not.
    """
    probabilities = logits - logits.max(axis=-1, keepdims=True)
    np.exp(probabilities, out=probabilities)
    probabilities /= probabilities.sum(axis=-1, keepdims=True)
    class_map = logits.argmax(axis=-1).astype(np.uint8)
    return Prediction(class_map, probabilities)
