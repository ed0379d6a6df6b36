"""Dense CRF: class probabilities sharpened along the edges of the image.

Source: Krähenbühl and Koltun, "Efficient Inference in Fully Connected CRFs
with Gaussian Edge Potentials", NeurIPS 2011 (arXiv:1210.5644), algorithm 1;
normalization and clipping as in its released code.
"""

import dataclasses
import math
from collections.abc import Callable, Sequence

import cv2
import numpy as np

from deeplab_family.inference.permutohedral_lattice import PermutohedralLattice
from deeplab_family.inference.prediction import softmax

SMALLEST_PROBABILITY = 1e-5
REACH = 5
"""Widths of the spatial Gaussian after which it is cut off (3.7e-6)."""

MOST_CHANNELS = 64
"""OpenCV 5 takes 128 channels at most, OpenCV 4 512."""

Kernel = Callable[[np.ndarray], np.ndarray]
"""Maps values `(height, width, classes)` to their filtered values."""


@dataclasses.dataclass(frozen=True, kw_only=True)
class DenseCRFConfig:
    """Parameters of a fully connected CRF with two Gaussian kernels.

    The energy of two pixels with different classes (Potts model) is
    `w1 exp(-|p|^2 / 2 a^2 - |I|^2 / 2 b^2) + w2 exp(-|p|^2 / 2 c^2)` for their
    difference p in places and I in colors (equation 3 of the source).

    Attributes:
        appearance_weight: float >= 0, w1, of the kernel of places and colors.
        appearance_position: float > 0, a, in pixels.
        appearance_color: float > 0, b, in RGB values of 0..255.
        smoothness_weight: float >= 0, w2, of the kernel of places alone.
        smoothness_position: float > 0, c, in pixels.
        steps: int >= 0, of the mean field.

    Raises:
        ValueError: if a number is out of its range.
    """

    appearance_weight: float
    appearance_position: float
    appearance_color: float
    smoothness_weight: float
    smoothness_position: float
    steps: int = 10

    def __post_init__(self):
        for field in dataclasses.fields(self):
            value = getattr(self, field.name)
            width = field.name.endswith(("_position", "_color"))
            if not (value > 0 if width else value >= 0) or math.isinf(value):
                raise ValueError(
                    f"`{field.name}` must be a finite number "
                    f"{'above 0' if width else '>= 0'}. Received: {value}"
                )


CRF_PRESETS = {
    # Wang et al., arXiv:1702.08502, section 4.1; steps as in DeepLab.
    "duc": DenseCRFConfig(
        appearance_weight=3.0,
        appearance_position=15.0,
        appearance_color=3.0,
        smoothness_weight=3.0,
        smoothness_position=1.0,
    ),
    # Chen et al., arXiv:1412.7062, as in the script of its released code.
    "deeplab": DenseCRFConfig(
        appearance_weight=4.0,
        appearance_position=49.0,
        appearance_color=5.0,
        smoothness_weight=3.0,
        smoothness_position=3.0,
    ),
    # Chen et al., arXiv:1606.00915, its ResNet-101.
    "deeplabv2": DenseCRFConfig(
        appearance_weight=4.0,
        appearance_position=67.0,
        appearance_color=3.0,
        smoothness_weight=3.0,
        smoothness_position=1.0,
    ),
}


def dense_crf(
    probabilities: np.ndarray, image: np.ndarray, config: DenseCRFConfig
) -> np.ndarray:
    """Probabilities after some steps of mean-field inference.

    The appearance kernel is approximated on a permutohedral lattice, the
    smoothness kernel is exact. Both are normalized as in the released code,
    `D^-1/2 K D^-1/2` with the row sums D of K, a pixel counting as its own
    neighbor; the paper's own kernels are not normalized and leave it out.

    Args:
        probabilities: float array `(height, width, classes)`; below 1e-5 they
            count as 1e-5.
        image: uint8 RGB array `(height, width, 3)`.
        config: weights and widths of the kernels, number of steps.

    Returns:
        float32 array of the shape of `probabilities`; sums to 1 over the
        classes.

    Raises:
        DataError: if SciPy is not installed (the extra `crf`).
        ValueError: if shapes or dtype do not fit, or `appearance_position` or
            `appearance_color` is too small for an image of this size.
    """
    _check(probabilities, image)
    kernels = []
    if config.appearance_weight:
        kernel = appearance_kernel(
            image, config.appearance_position, config.appearance_color
        )
        kernels.append((config.appearance_weight, kernel))
    if config.smoothness_weight:
        kernel = smoothness_kernel(image.shape[:2], config.smoothness_position)
        kernels.append((config.smoothness_weight, kernel))
    return mean_field(probabilities, kernels, config.steps)


def mean_field(
    probabilities: np.ndarray,
    kernels: Sequence[tuple[float, Kernel]],
    steps: int,
) -> np.ndarray:
    """Mean-field inference of a CRF with a Potts model.

    Args:
        probabilities: float array `(height, width, classes)`.
        kernels: weight and kernel of each pairwise term.
        steps: int >= 0.

    Returns:
        float32 array of the shape of `probabilities`.
    """
    unary = np.asarray(probabilities, np.float32)
    unary = np.log(np.clip(unary, SMALLEST_PROBABILITY, 1))
    beliefs = softmax(unary)
    for _ in range(steps):
        scores = unary.copy()
        for weight, kernel in kernels:
            message = kernel(beliefs)
            message *= weight
            scores += message
        beliefs = softmax(scores)
    return beliefs


def appearance_kernel(
    image: np.ndarray, position: float, color: float
) -> Kernel:
    """Normalized Gaussian of places and colors.

    Args:
        image: uint8 RGB array `(height, width, 3)`.
        position: width in pixels.
        color: width in values of 0..255.
    """
    height, width = image.shape[:2]
    rows, columns = np.indices((height, width), np.float32) / position
    colors = image.reshape(-1, 3).astype(np.float32) / color
    # What the lattice makes of the Gaussian depends on the order of the axes:
    # this is that of the released code, whose numbers it gives.
    places = np.stack([columns.ravel(), rows.ravel()], axis=1)
    lattice = PermutohedralLattice(np.hstack([places, colors]))
    ones = np.ones((height * width, 1), np.float32)
    lattice.scale(1 / np.sqrt(lattice.filter(ones)[:, 0]))

    def kernel(values):
        flat = values.reshape(-1, values.shape[-1])
        return lattice.filter(flat).reshape(values.shape)

    return kernel


def smoothness_kernel(size: tuple[int, int], position: float) -> Kernel:
    """Normalized Gaussian of places.

    Args:
        size: height and width of the image.
        position: width in pixels.
    """
    reach = math.ceil(REACH * position)
    taps = np.arange(-reach, reach + 1) / position
    taps = np.exp(-0.5 * taps**2).astype(np.float32)

    def blur(values):
        groups = range(MOST_CHANNELS, values.shape[-1], MOST_CHANNELS)
        blurred = [
            cv2.sepFilter2D(
                part, -1, taps, taps, borderType=cv2.BORDER_CONSTANT
            ).reshape(part.shape)  # OpenCV drops a single channel
            for part in np.split(values, groups, axis=-1)
        ]
        return np.concatenate(blurred, axis=-1)

    factors = 1 / np.sqrt(blur(np.ones((*size, 1), np.float32)))
    return lambda values: factors * blur(factors * values)


def _check(probabilities, image):
    if probabilities.ndim != 3 or not np.issubdtype(
        probabilities.dtype, np.floating
    ):
        raise ValueError(
            "`probabilities` must be floats `(height, width, classes)`. "
            f"Received: {probabilities.dtype} {probabilities.shape}"
        )
    expected = (*probabilities.shape[:2], 3)
    if image.shape != expected or image.dtype != np.uint8:
        raise ValueError(
            "`image` must be uint8 RGB of the size of the probabilities, "
            f"{expected}. Received: {image.dtype} {image.shape}"
        )
