"""Coloring: class ids to colors, blended with images, or as a heat map."""

from collections.abc import Sequence

import cv2
import numpy as np

OPACITY = 0.5
"""Share of the class color in all pictures, unless asked otherwise."""
RING = (255, 255, 255)


def colorize(
    class_map: np.ndarray,
    palette: Sequence[Sequence[int]],
    blank: tuple[int, int, int] = (0, 0, 0),
) -> np.ndarray:
    """Paints every pixel in the color of its class.

    Args:
        class_map: integer ids in 0..255, any shape.
        palette: the `(red, green, blue)` of each class, 0..255, at most 256.
        blank: color of the ids without one, such as the ignore label 255.
            Defaults to black.

    Returns:
        uint8 RGB array, the shape of `class_map` with a last dimension of 3.

    Raises:
        ValueError: if an id is not in 0..255, or the palette is no list of
            up to 256 colors.
    """
    class_map = np.asarray(class_map)
    if class_map.dtype != np.uint8:
        class_map = _as_uint8(class_map)
    table = color_table(palette, blank)
    if class_map.ndim == 2 and class_map.size:
        return cv2.applyColorMap(class_map, table[:, None])
    return table[class_map]


def color_table(
    palette: Sequence[Sequence[int]], blank: tuple[int, int, int] = (0, 0, 0)
) -> np.ndarray:
    """The color of each id 0..255: uint8 `(256, 3)`, `blank` past the end."""
    colors = np.asarray(palette)
    if colors.ndim != 2 or colors.shape[1] != 3 or len(colors) > 256:
        raise ValueError(
            "`palette` must be a list of up to 256 colors (red, green, blue). "
            f"Received an array of shape {colors.shape}"
        )
    table = np.empty((256, 3), np.uint8)
    table[:] = blank
    table[: len(colors)] = colors
    return table


def _as_uint8(class_map: np.ndarray) -> np.ndarray:
    is_integer = np.issubdtype(class_map.dtype, np.integer)
    if not is_integer or class_map.min() < 0 or class_map.max() > 255:
        raise ValueError(
            "`class_map` must hold integer ids in 0..255. "
            f"Received: {class_map.dtype} from {class_map.min()} to "
            f"{class_map.max()}"
        )
    return class_map.astype(np.uint8)


def blend(
    image: np.ndarray,
    class_map: np.ndarray,
    palette: Sequence[Sequence[int]],
    opacity: float = OPACITY,
) -> np.ndarray:
    """Mixes image and class colors; borders between classes stay full.

    Pixels whose id has no color (the ignore label) show the bare image.

    Args:
        image: uint8 RGB `(height, width, 3)`.
        class_map: uint8 ids `(height, width)`.
        palette: the `(red, green, blue)` of each class.
        opacity: float in 0..1. Share of the class color; at 0 the
            borders alone show it. Defaults to 0.5.

    Returns:
        uint8 RGB `(height, width, 3)`.

    Raises:
        ValueError: if image and class map differ in size, or `opacity` is
            not in 0..1.
    """
    if image.shape != (*class_map.shape, 3):
        raise ValueError(
            "`image` must be RGB and of the size of `class_map`. "
            f"Received: image {image.shape}, class map {class_map.shape}"
        )
    if not 0 <= opacity <= 1:
        raise ValueError(f"`opacity` must be in 0..1. Received: {opacity}")
    colors = colorize(class_map, palette)
    picture = cv2.addWeighted(image, 1 - opacity, colors, opacity, 0)
    cv2.copyTo(colors, _borders(class_map), picture)
    cv2.copyTo(image, (class_map >= len(palette)).view(np.uint8), picture)
    return picture


def _borders(class_map: np.ndarray) -> np.ndarray:
    """Marks the pixels whose right or lower neighbor is of another class."""
    border = np.zeros(class_map.shape, np.uint8)
    border[:, :-1] = class_map[:, :-1] != class_map[:, 1:]
    border[:-1] |= class_map[:-1] != class_map[1:]
    return border


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
