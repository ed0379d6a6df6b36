"""Lays the colors of a class map over its image."""

from collections.abc import Sequence

import numpy as np

from deeplab_family.visualization.colorize import colorize

OPACITY = 0.5
"""Share of the class color in all pictures, unless asked otherwise."""


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
    share = np.full((*class_map.shape, 1), opacity, np.float32)
    share[_borders(class_map)] = 1.0
    share[class_map >= len(palette)] = 0.0
    colors = colorize(class_map, palette)
    mixed = image + share * (colors.astype(np.float32) - image)
    return np.rint(mixed).astype(np.uint8)


def _borders(class_map: np.ndarray) -> np.ndarray:
    """Marks the pixels whose right or lower neighbor is of another class."""
    border = np.zeros(class_map.shape, bool)
    border[:, :-1] |= class_map[:, :-1] != class_map[:, 1:]
    border[:-1] |= class_map[:-1] != class_map[1:]
    return border
