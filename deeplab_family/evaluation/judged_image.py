"""JudgedImage: an image, its labels and what a predictor says of it."""

from dataclasses import dataclass
from typing import Any

import numpy as np


@dataclass(frozen=True, eq=False)
class JudgedImage:
    """One image of an evaluation, as measures and pages get it.

    Args:
        name: of the image, as its data set calls it.
        image: uint8 RGB `(height, width, 3)`.
        labels: class ids `(height, width)`.
        prediction: the answer for its whole batch.
        place: of the image in that batch.
    """

    name: str
    image: np.ndarray
    labels: np.ndarray
    prediction: Any
    place: int

    @property
    def class_map(self) -> np.ndarray:
        """Predicted class ids `(height, width)`."""
        return np.asarray(self.prediction.class_map[self.place])

    @property
    def probabilities(self) -> np.ndarray:
        """float32 `(height, width, num_classes)`, computed when asked for.

        Raises:
            ValueError: if the model answers with a class map alone.
        """
        probabilities = getattr(self.prediction, "probabilities", None)
        if probabilities is None:
            raise ValueError(
                "the model answers with a class map alone, and what is to be "
                "measured needs probabilities. Name the .keras file, or leave "
                "that measure out"
            )
        return probabilities[self.place]
