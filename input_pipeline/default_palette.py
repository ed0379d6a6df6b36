"""Default palette: colors far apart, also for color-deficient eyes.

How the first 40 were found: a color must be told apart from all others with
normal vision, with protanopia and with deuteranopia (`seen_colors`), so the
distance of two colors is the least of the three, in CIEDE2000; with normal
vision 0.6 of it counts, since there more is to be had. Of a grid of 12 levels
a channel, lightness 28 to 92 and chroma up to 80 in CIELAB, those 12 were
chosen whose least distance to each other, to black (nothing, or ignored) and
to white (paper, or not judged) was the largest that random starts with
exchanges of single colors reached; then, with these fixed, the next 8 and the
next 20 by the same rule. Over a photograph a pale tint looks like none, so the
first 12 have a chroma of at least 35, the next 8 of 20. A blue begins; each
following color of a group is the one farthest from those before it. Least
distances, in CIEDE2000:

    the first    normal    protanopia    deuteranopia
        8          24.7          14.8            14.4
       12          23.6          13.9            13.6
       20          13.7           8.7             8.4
       40          10.1           6.2             6.1

The first 20 of PASCAL VOC's bit rule come as near as 4.5, 0.7 and 1.5.
"""

from functools import cache

import numpy as np

Palette = tuple[tuple[int, int, int], ...]

MAX_COLORS = 256
FIRST: Palette = (
    (0, 139, 255),
    (255, 232, 70),
    (185, 0, 23),
    (0, 185, 185),
    (255, 46, 139),
    (46, 70, 185),
    (162, 139, 0),
    (255, 185, 255),
    (0, 255, 185),
    (139, 46, 93),
    (0, 116, 70),
    (255, 139, 116),
    (185, 93, 185),
    (255, 162, 23),
    (93, 46, 116),
    (162, 162, 232),
    (93, 139, 116),
    (116, 46, 46),
    (185, 139, 162),
    (139, 209, 185),
    (46, 93, 0),
    (209, 23, 93),
    (116, 93, 93),
    (139, 139, 93),
    (139, 255, 139),
    (162, 116, 46),
    (116, 116, 116),
    (139, 70, 139),
    (185, 209, 209),
    (23, 139, 139),
    (162, 185, 139),
    (255, 70, 93),
    (185, 209, 93),
    (70, 70, 70),
    (185, 162, 162),
    (232, 139, 70),
    (232, 209, 162),
    (23, 93, 116),
    (209, 209, 232),
    (46, 93, 70),
)

GRID_STEPS = 12
LIGHTNESS = (28, 92)
MOST_CHROMA = 80
NORMAL = np.eye(3)
PROTANOPIA = np.array(
    [
        [0.152286, 1.052583, -0.204868],
        [0.114503, 0.786281, 0.099216],
        [-0.003882, -0.048116, 1.051998],
    ]
)
DEUTERANOPIA = np.array(
    [
        [0.367322, 0.860646, -0.227968],
        [0.280085, 0.672501, 0.047413],
        [-0.011820, 0.042940, 0.968881],
    ]
)
VISIONS = (NORMAL, PROTANOPIA, DEUTERANOPIA)

_XYZ_OF_RGB = np.array(
    [
        [0.4124564, 0.3575761, 0.1804375],
        [0.2126729, 0.7151522, 0.0721750],
        [0.0193339, 0.1191920, 0.9503041],
    ]
)


def default_palette(num_classes: int) -> Palette:
    """Colors that people can tell apart, color-blind ones too.

    A palette for fewer classes is the beginning of one for more, and no color
    is used twice. The first 40 are a table; each later one is the color of
    the grid farthest from all before it, by the least of the three visions'
    plain CIELAB distances: different, but no longer easy to tell apart.

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
    if num_classes <= len(FIRST):
        return FIRST[:num_classes]
    return (FIRST + _later_colors())[:num_classes]


@cache
def _later_colors() -> Palette:
    colors, seen = _candidates()
    nearest = np.full(len(colors), np.inf)
    for taken in (*FIRST, (0, 0, 0), (255, 255, 255)):
        nearest = np.minimum(nearest, _distance(seen, seen_colors([taken])))
    later = []
    while len(FIRST) + len(later) < MAX_COLORS:
        best = int(np.argmax(nearest))
        later.append(tuple(colors[best].tolist()))
        nearest = np.minimum(nearest, _distance(seen, seen[:, best : best + 1]))
    return tuple(later)


def _distance(seen: np.ndarray, other: np.ndarray) -> np.ndarray:
    return np.linalg.norm(seen - other, axis=-1).min(axis=0)


def _candidates() -> tuple[np.ndarray, np.ndarray]:
    levels = np.linspace(0, 255, GRID_STEPS).round().astype(np.uint8)
    colors = np.stack(np.meshgrid(levels, levels, levels), -1).reshape(-1, 3)
    lightness, *chroma = seen_colors(colors)[0].T
    gentle = np.hypot(*chroma) <= MOST_CHROMA
    gentle &= (lightness >= LIGHTNESS[0]) & (lightness <= LIGHTNESS[1])
    return colors[gentle], seen_colors(colors[gentle])


# What eyes see of a color: with all three kinds of cones, or without one.
#
# Source: Machado, Oliveira and Fernandes, "A Physiologically-based Model for
# Simulation of Color Vision Deficiency", IEEE TVCG 2009: its matrices for
# severity 1, on linear RGB. CIELAB as of D65, the white of sRGB.


def seen_colors(colors: np.ndarray) -> np.ndarray:
    """Colors in CIELAB as each of `VISIONS` sees them.

    Args:
        colors: sRGB `(count, 3)`, 0..255.

    Returns:
        float64 `(3, count, 3)`: vision, color, (L, a, b), L in 0..100.
    """
    scaled = np.asarray(colors, np.float64) / 255
    linear = np.where(
        scaled <= 0.04045, scaled / 12.92, ((scaled + 0.055) / 1.055) ** 2.4
    )
    seen = np.stack([linear @ vision.T for vision in VISIONS])
    return _lab(np.clip(seen, 0, 1))


def _lab(linear: np.ndarray) -> np.ndarray:
    xyz = linear @ _XYZ_OF_RGB.T / _XYZ_OF_RGB.sum(axis=1)
    low = xyz <= (6 / 29) ** 3
    x, y, z = np.moveaxis(
        np.where(low, xyz * (29 / 6) ** 2 / 3 + 4 / 29, np.cbrt(xyz)), -1, 0
    )
    return np.stack([116 * y - 16, 500 * (x - y), 200 * (y - z)], axis=-1)
