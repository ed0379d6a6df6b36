"""Lays a map of strengths over its image."""

import cv2
import numpy as np

RING = (255, 255, 255)


def heat(
    image: np.ndarray,
    strength: np.ndarray,
    pixel: tuple[int, int] | None = None,
) -> np.ndarray:
    """Mixes the image, in gray, with colors from dark red to pale yellow.

    The share of the color is the square root of the strength, so that weak
    pixels can be told from none; a pixel of strength 0 stays gray.

    Args:
        image: uint8 RGB `(height, width, 3)`.
        strength: floats in 0..1 `(height, width)`.
        pixel: `(row, column)` to draw a ring around; None (the default) for
            no ring.

    Returns:
        uint8 RGB `(height, width, 3)`.

    Raises:
        ValueError: if image and strength differ in size.
    """
    if image.shape != (*strength.shape, 3):
        raise ValueError(
            "`image` must be RGB and of the size of `strength`. "
            f"Received: image {image.shape}, strength {strength.shape}"
        )
    share = np.sqrt(np.clip(strength, 0.0, 1.0))[..., None]
    levels = np.rint(255 * share).astype(np.uint8)
    colors = cv2.applyColorMap(levels, cv2.COLORMAP_HOT)[..., ::-1]
    gray = image.mean(axis=-1, keepdims=True)
    mixed = gray + share * (colors - gray)
    picture = np.rint(mixed).astype(np.uint8)
    if pixel is not None:
        _ring(picture, pixel)
    return picture


def _ring(picture, pixel):
    row, column = pixel
    radius = max(2, min(picture.shape[:2]) // 100)
    cv2.circle(picture, (column, row), radius, RING, thickness=1)
