"""The promise that every kind of model file keeps."""

from typing import Any, Protocol

import numpy as np

from deeplab_family.inference.prediction import Prediction


class Predictor(Protocol):
    """Maps images to a `Prediction`, whatever file the network came from.

    Attributes:
        kind: "keras", "saved_model", "tflite" or "onnx".
        num_classes: how many classes; `None` when the file holds nothing but
            a class map.
        class_names: their names in the order of the ids, from the file or
            from `classes.json` beside it; `None` when nobody named them.
        input_size: the only (height, width) that the network takes, or
            `None` when it takes any.
    """

    kind: str
    num_classes: int | None
    class_names: tuple[str, ...] | None
    input_size: tuple[int, int] | None

    def __call__(self, images: np.ndarray) -> Prediction:
        """Answer at the images' own size, resizing where the size is fixed.

        Args:
            images: uint8 RGB array `(batch, height, width, 3)`.
        """
        ...

    def run(self, images: np.ndarray) -> Prediction:
        """Answer for images that already have the size the network takes."""
        ...

    def raw(self, images: np.ndarray) -> Any:
        """Only the network's own work, as its engine returns it: to time."""
        ...
