"""Overlay of a prediction on its image, with a legend."""

from collections.abc import Sequence

import numpy as np

from deeplab_family.visualization.coloring import (
    OPACITY,
    blend,
)
from deeplab_family.visualization.legend import draw_legend, text_size_for
from deeplab_family.visualization.sheets import stack_down


def overlay(
    image: np.ndarray,
    class_map: np.ndarray,
    palette: Sequence[Sequence[int]],
    class_names: Sequence[str],
    opacity: float = OPACITY,
) -> np.ndarray:
    """Blends class colors into an image and explains them below it.

    The legend names only the classes that occur.

    Args:
        image: uint8 RGB `(height, width, 3)`, any size.
        class_map: uint8 ids `(height, width)`; ids past the palette (the
            ignore label) show the bare image.
        palette: the `(red, green, blue)` of each class.
        class_names: the name of each class, as many as colors.
        opacity: float in 0..1. Share of the class color; at 0 the
            borders of classes alone show it. Defaults to 0.5.

    Returns:
        uint8 RGB picture: the image, and below it the legend, which adds to
        the height (and to the width of a very narrow image).

    Raises:
        ValueError: if sizes differ, names and colors differ in number, or
            `opacity` is not in 0..1.
    """
    picture = blend(image, class_map, palette, opacity)
    legend = legend_of(class_map, palette, class_names, picture.shape[:2])
    return stack_down([picture, legend])


def legend_of(
    class_map: np.ndarray,
    palette: Sequence[Sequence[int]],
    class_names: Sequence[str],
    picture_size: tuple[int, int],
) -> np.ndarray:
    """The legend of the classes in `class_map`, to go below a picture.

    Args:
        class_map: uint8 ids, any shape.
        palette: the `(red, green, blue)` of each class.
        class_names: the name of each class, as many as colors.
        picture_size: `(height, width)` of the picture, in pixels.

    Returns:
        uint8 RGB `(any height, at least the width of the picture, 3)`.

    Raises:
        ValueError: if names and colors differ in number.
    """
    if len(palette) != len(class_names):
        raise ValueError(
            "Every class needs one name and one color. "
            f"Received: {len(class_names)} names, {len(palette)} colors"
        )
    counts = np.bincount(class_map.ravel(), minlength=256)
    present = [int(i) for i in np.flatnonzero(counts[: len(palette)])]
    entries = [(class_names[i], palette[i]) for i in present]
    text_size = text_size_for(*picture_size)
    return draw_legend(entries, picture_size[1], text_size, present)
