"""Prediction of any predictor: class map and probabilities; its errors."""

from collections.abc import Callable
from functools import cached_property

import numpy as np

ALLOWED = "a .keras, .tflite or .onnx file, or a SavedModel folder"
"""Of models, for messages."""


class Prediction:
    """The answer for a batch of images.

    Args:
        class_map: uint8 array `(batch, height, width)`, the most probable
            class of each pixel.
        probabilities: float32 array `(batch, height, width, classes)` that
            sums to one over the classes, or a function that makes it once it
            is asked for. `None` when the model file holds nothing but a class
            map.
        logits: float32 array of the same shape, or a function that makes it,
            to compute the probabilities from, once they are asked for: scores
            need the class map alone.
    """

    def __init__(
        self,
        class_map: np.ndarray,
        probabilities: np.ndarray | Callable[[], np.ndarray] | None = None,
        *,
        logits: np.ndarray | Callable[[], np.ndarray] | None = None,
    ):
        self.class_map = class_map
        self._given = probabilities
        self._logits = logits

    @cached_property
    def logits(self) -> np.ndarray | None:
        """The logits behind the probabilities, where the file has them."""
        return self._logits() if callable(self._logits) else self._logits

    @cached_property
    def probabilities(self) -> np.ndarray | None:
        """float32 `(batch, height, width, classes)`, or None; see above."""
        if self._logits is None:
            return self._given() if callable(self._given) else self._given
        return softmax(self.logits)

    @property
    def has_probabilities(self) -> bool:
        """Whether `probabilities` is not None, without making them."""
        return self._logits is not None or self._given is not None

    def probabilities_at(
        self, index: int, rows: np.ndarray, columns: np.ndarray
    ) -> np.ndarray:
        """Probabilities of some pixels of an image, float32 `(n, classes)`.

        Args:
            index: of the image in the batch.
            rows: of the pixels.
            columns: of the pixels.
        """
        if self._logits is not None:
            return softmax(self.logits[index, rows, columns])
        return self.probabilities[index, rows, columns]


def prediction_from_logits(logits: np.ndarray) -> Prediction:
    """The answer behind float32 logits `(batch, height, width, classes)`.

    The class comes from the logits, not from the probabilities: rounding in
    the softmax can make two classes equal that were not.
    """
    class_map = logits.argmax(axis=-1).astype(np.uint8)
    return Prediction(class_map, logits=logits)


def softmax(logits: np.ndarray) -> np.ndarray:
    """Probabilities over the last axis."""
    probabilities = logits - logits.max(axis=-1, keepdims=True)
    np.exp(probabilities, out=probabilities)
    probabilities /= probabilities.sum(axis=-1, keepdims=True)
    return probabilities


class ModelFileError(ValueError):
    """A model cannot be loaded or does not answer as a segmentation network.

    The text is one line for people: what was given, what is expected, and
    what to do about it.
    """


class ImageSizeError(ValueError):
    """A network cannot take images of this height and width.

    The text is one line for people: what came, what the network takes, and
    what to do about it.
    """
