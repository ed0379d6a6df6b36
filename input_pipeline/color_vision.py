"""What eyes see of a color: with all three kinds of cones, or without one.

Source: Machado, Oliveira and Fernandes, "A Physiologically-based Model for
Simulation of Color Vision Deficiency", IEEE TVCG 2009: its matrices for
severity 1, on linear RGB. CIELAB as of D65, the white of sRGB.
"""

import numpy as np

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


def seen_colors(colors: np.ndarray) -> np.ndarray:
    """Where colors lie in CIELAB for each of `VISIONS`.

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
