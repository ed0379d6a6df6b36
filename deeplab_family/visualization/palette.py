"""Colors for classes that have none of their own."""

from functools import cache

import cv2
import numpy as np

Palette = tuple[tuple[int, int, int], ...]

MAX_COLORS = 256
GRID_STEPS = 24
# Neither glaring nor lost against a dark or a bright photograph (CIELAB).
LIGHTNESS = (30, 88)
MOST_CHROMA = 72


def default_palette(num_classes: int) -> Palette:
    """Picks colors that are easy to tell apart.

    Each color is the one farthest, as the eye sees it (CIELAB), from all
    before it and from black and white, glaring ones left out. So a palette
    for fewer classes is the beginning of one for more, and no color is ever
    used twice.

    Args:
        num_classes: int in 1..256.

    Returns:
        `num_classes` tuples `(red, green, blue)`, each 0..255.

    Raises:
        ValueError: if `num_classes` is not in 1..256.
    """
    if not 1 <= num_classes <= MAX_COLORS:
        raise ValueError(
            f"`num_classes` must be in 1..{MAX_COLORS}. Received: {num_classes}"
        )
    return _all_colors()[:num_classes]


@cache
def _all_colors() -> Palette:
    colors, perceived = _candidates()
    nearest = np.minimum(
        np.linalg.norm(perceived - (0, 0, 0), axis=1),
        np.linalg.norm(perceived - (100, 0, 0), axis=1),
    )
    chosen = []
    for _ in range(MAX_COLORS):
        best = int(np.argmax(nearest))
        chosen.append(tuple(colors[best].tolist()))
        distance = np.linalg.norm(perceived - perceived[best], axis=1)
        nearest = np.minimum(nearest, distance)
    return tuple(chosen)


def _candidates() -> tuple[np.ndarray, np.ndarray]:
    steps = np.linspace(0, 255, GRID_STEPS).round().astype(np.uint8)
    colors = np.stack(np.meshgrid(steps, steps, steps), -1).reshape(-1, 3)
    scaled = colors[None].astype(np.float32) / 255
    perceived = cv2.cvtColor(scaled, cv2.COLOR_RGB2LAB)[0]
    lightness, chroma = perceived[:, 0], np.hypot(*perceived[:, 1:].T)
    gentle = (chroma <= MOST_CHROMA) & (lightness >= LIGHTNESS[0])
    gentle &= lightness <= LIGHTNESS[1]
    return colors[gentle], perceived[gentle]
