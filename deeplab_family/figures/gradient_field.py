"""Effective receptive field of networks: gradients averaged over images.

Sources: Peng et al., "Large Kernel Matters", arXiv:1703.02719, figure 3 (there
"valid receptive field"); Luo et al., "Understanding the Effective Receptive
Field in Deep Convolutional Neural Networks", arXiv:1701.04128, section 2.
"""

from collections.abc import Callable, Sequence

import cv2
import keras
import numpy as np

from deeplab_family.analysis import effective_receptive_field
from deeplab_family.figures.picture_table import picture_table
from deeplab_family.visualization import heat

HELD = (0.5, 0.95)
"""Shares of the gradient whose squares are named and drawn."""

SQUARES = ((31, 97, 168), (214, 93, 14))
"""Their colors: blue for the half, orange for the most."""

BLANK = 255


def mean_field(fields: Sequence[np.ndarray]) -> np.ndarray:
    """The mean of receptive fields, each image counted alike.

    Each is divided by its sum first, since a sure logit moves more than an
    unsure one. Fields of different sizes are cut to the smallest around
    their centers.

    Args:
        fields: floats >= 0 `(height, width)`, as
            `effective_receptive_field` gives them for the center.

    Returns:
        float32 `(height, width)`, values 0..1, the largest is 1; all zeros if
        every field is.

    Raises:
        ValueError: if there is no field.
    """
    if not len(fields):
        raise ValueError("`fields` must hold at least one. Received: 0")
    height, width = np.min([field.shape for field in fields], axis=0)
    total = np.zeros((height, width))
    for field in fields:
        total += _around_center(field / (field.sum() or 1.0), height, width)
    return (total / (total.max() or 1.0)).astype(np.float32)


def _around_center(field, height, width):
    top = field.shape[0] // 2 - height // 2
    left = field.shape[1] // 2 - width // 2
    return field[top : top + height, left : left + width]


def side_holding(field: np.ndarray, share: float) -> int:
    """Side of the smallest square around the center that holds a share.

    Args:
        field: floats >= 0 `(height, width)`; its center is the pixel
            `(height // 2, width // 2)`.
        share: float in 0..1, of the sum of the field.

    Returns:
        Odd int in pixels; the part beyond the map counts as 0. 0 for a field
        of zeros.
    """
    if not field.any():
        return 0
    rows, columns = (
        np.abs(np.arange(length) - length // 2) for length in field.shape
    )
    distance = np.maximum(rows[:, None], columns[None])
    held = np.cumsum(np.bincount(distance.ravel(), field.ravel()))
    reached = held >= share * held[-1] * (1 - 1e-12)
    return 2 * int(np.argmax(reached)) + 1


def draw_fields(
    networks: Sequence[tuple[str, keras.Model]],
    images: Sequence[np.ndarray],
    scales: Sequence[float] = (1.0,),
    progress: Callable[[int, int], None] | None = None,
) -> np.ndarray:
    """The paper's figure 3: what the center's logit really depends on.

    A row for each image, and one for their mean where there are several; a
    column for each network at each scale.

    Args:
        networks: pairs of a name and a network.
        images: uint8 RGB arrays `(height, width, 3)`.
        scales: the images are resized by these first; the paper's object
            grows while the field stays.
        progress: called with the number of fields that are done, and of all.

    Returns:
        uint8 RGB picture.
    """
    columns = [(name, net, s) for name, net in networks for s in scales]
    fields = [[] for _ in columns]
    rows = []
    for image in images:
        cells = []
        for place, (name, network, scale) in enumerate(columns):
            resized = _resized(image, scale)
            field = effective_receptive_field(network, resized)
            fields[place].append(field)
            cells.append(_cell(name, scale, resized, field))
            if progress is not None:
                done = len(rows) * len(columns) + len(cells)
                progress(done, len(images) * len(columns))
        rows.append(cells)
    if len(images) > 1:
        rows.append(
            [
                _mean_cell(f"mean, {name}", scale, of)
                for (name, _, scale), of in zip(columns, fields, strict=True)
            ]
        )
    return picture_table(rows)


def _mean_cell(name, scale, fields):
    mean = mean_field(fields)
    paper = np.full((*mean.shape, 3), BLANK, np.uint8)
    return _cell(name, scale, paper, mean)


def _cell(name, scale, image, field):
    half, most = (side_holding(field, share) for share in HELD)
    picture = heat(image, field)
    for side, color in zip((half, most), SQUARES, strict=True):
        _draw_square(picture, side, color)
    at = "" if scale == 1 else f", scale {scale:g}"
    title = f"{name}{at}: 50% in {half} px, 95% in {most} px"
    return title, picture


def _draw_square(picture: np.ndarray, side: int, color) -> None:
    row, column = (length // 2 for length in picture.shape[:2])
    reach = side // 2 + 1  # around what it holds
    ends = (column - reach, row - reach), (column + reach, row + reach)
    cv2.rectangle(picture, *ends, color, thickness=1)


def _resized(image: np.ndarray, scale: float) -> np.ndarray:
    if scale == 1:
        return image
    method = cv2.INTER_LINEAR if scale > 1 else cv2.INTER_AREA
    return cv2.resize(image, None, None, scale, scale, method)
