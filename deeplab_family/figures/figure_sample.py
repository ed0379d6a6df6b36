"""Figure sample: an image that a figure shows, perhaps with its label."""

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True, eq=False)
class FigureSample:
    """One row of a figure.

    Attributes:
        image: uint8 RGB `(height, width, 3)`.
        labels: uint8 class ids of the same size; None where there are none.
    """

    image: np.ndarray
    labels: np.ndarray | None = None
