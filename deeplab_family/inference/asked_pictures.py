"""Pictures that a predictor is asked: their format, blank ones, RGB of them."""

from typing import TYPE_CHECKING

import numpy as np

from input_pipeline.picture_format import ORDINARY, PictureFormat

if TYPE_CHECKING:
    from deeplab_family.inference.predictor import Predictor


def asked_pictures(predictor: "Predictor") -> PictureFormat:
    """Format of images that a predictor takes; uint8 RGB if unsaid."""
    return getattr(predictor, "pictures", ORDINARY)


def blank_image(pictures: PictureFormat, size: tuple[int, int]) -> np.ndarray:
    """A black image `(1, *size, channels)`, to try out a network."""
    return np.zeros((1, *size, pictures.channels), pictures.dtype)


def rgb_of(image: np.ndarray) -> np.ndarray:
    """An image as people look at it: uint8 RGB.

    Args:
        image: `(..., channels)`, uint8, or float32 in 0..255.

    Returns:
        uint8 `(..., 3)`: the first three channels, or the first one three
        times where there are fewer. RGB of uint8 is handed on as it is.
    """
    if image.shape[-1] < 3:
        image = np.repeat(image[..., :1], 3, axis=-1)
    colors = image[..., :3]
    if colors.dtype == np.uint8:
        return colors
    return np.rint(colors).astype(np.uint8)
