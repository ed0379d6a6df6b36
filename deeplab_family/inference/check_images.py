"""The one form in which images enter a predictor."""

import numpy as np


def check_images(images: np.ndarray) -> None:
    """Refuse anything but uint8 RGB images `(batch, height, width, 3)`.

    Raises:
        ValueError: the shape or the dtype is another.
    """
    shape, dtype = np.shape(images), getattr(images, "dtype", type(images))
    if len(shape) != 4 or shape[-1] != 3 or 0 in shape:
        raise ValueError(
            "`images` must have the shape (batch, height, width, 3), in RGB "
            f"order. Received: shape={shape}"
        )
    if dtype != np.uint8:
        raise ValueError(
            "`images` must be uint8, raw values 0 to 255; the network "
            f"normalizes them itself. Received: dtype={dtype}"
        )
