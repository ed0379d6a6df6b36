"""One image on which an artifact answers otherwise than the Keras model."""

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True, kw_only=True, eq=False)
class ChangedImage:
    """What to show of it; all pictures are uint8 RGB `(height, width, 3)`.

    Args:
        artifact: its name.
        file: name of the photograph's file.
        changed: share of the pixels that have another class, 0 to 1.
        photo: the image.
        before: the Keras model's class map in colors.
        after: the artifact's class map in colors.
        difference: the changed pixels, light on dark.
    """

    artifact: str
    file: str
    changed: float
    photo: np.ndarray
    before: np.ndarray
    after: np.ndarray
    difference: np.ndarray
