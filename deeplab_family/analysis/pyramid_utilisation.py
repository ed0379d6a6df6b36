"""Pyramids within a network, and the share of the map that they use."""

import dataclasses

import keras
import numpy as np

from deeplab_family.analysis.flops import trace_shapes
from deeplab_family.analysis.layer_hooks import forward_hooks
from deeplab_family.layers import ASPP, SummedASPP, VortexPooling


@dataclasses.dataclass(frozen=True, kw_only=True)
class Pyramid:
    """One pyramid of atrous convolutions.

    Attributes:
        path: names of the layer and of those around it, joined by "/".
        map_size: `(height, width)` of what it sees.
        atrous_rates: of its 3x3 branches.
        windows: what each branch averages first, the center's at the front.
        utilisation_ratio: see the function of this name.
    """

    path: str
    map_size: tuple[int, int]
    atrous_rates: tuple[int, ...]
    windows: tuple[int, ...]
    utilisation_ratio: float


def pyramids(
    model: keras.Model, height: int, width: int
) -> tuple[Pyramid, ...]:
    """Every pyramid, in the order they run; most networks have one or none.

    Args:
        model: a built model with one input.
        height: int > 0, of the image, in pixels.
        width: int > 0, of the image, in pixels.
    """
    layers = list(model._flatten_layers())
    windows = {
        layer.pyramid: layer.windows
        for layer in layers
        if isinstance(layer, VortexPooling)
    }
    found = []

    def heard(layer, inputs, outputs):
        seen = windows.get(layer, (1,) * (len(layer.atrous_rates) + 1))
        found.append(_pyramid(layer, tuple(inputs.shape[1:3]), seen))

    listened = (a for a in layers if isinstance(a, ASPP | SummedASPP))
    with forward_hooks(listened, heard):
        trace_shapes(model, height, width)
    return tuple(found)


def _pyramid(layer, size, windows) -> Pyramid:
    return Pyramid(
        path=layer.path,
        map_size=size,
        atrous_rates=layer.atrous_rates,
        windows=windows,
        utilisation_ratio=utilisation_ratio(
            size,
            layer.atrous_rates,
            windows,
            getattr(layer, "center_kernel_size", 1),
        ),
    )


# How much of a map a pyramid uses for one pixel of its result.
#
# Source: Xie et al., "Vortex Pooling", arXiv:1804.06242, section 3.2,
# equation 1.


def utilisation_ratio(
    size: tuple[int, int],
    atrous_rates: tuple[int, ...],
    windows: tuple[int, ...] | None = None,
    center_kernel_size: int = 1,
    inside_only: bool = False,
) -> float:
    """The paper's r = u / (h w), u counted exactly.

    u is the number of pixels that the branches see together, each counted
    once; image pooling is left out, as in the paper.

    Args:
        size: `(height, width)` of the map, in its own pixels; 65 x 65 for an
            image of 513 x 513 at output stride 8.
        atrous_rates: of the 3x3 branches.
        windows: odd ints, what each convolution averages first, the center's
            at the front; None for no averages. See `layers.VortexPooling`.
        center_kernel_size: 1 or 3.
        inside_only: the paper counts as if the map had no border, and so does
            False, up to a ratio of 1. True counts what the middle pixel
            really sees: the outer taps may fall outside of the map.

    Returns:
        float in 0..1.

    Raises:
        ValueError: if the number of windows is not one more than of rates.
    """
    windows = windows or (1,) * (len(atrous_rates) + 1)
    if len(windows) != len(atrous_rates) + 1:
        raise ValueError(
            "`windows` must hold one more entry than `atrous_rates`, for the "
            f"center. Received: {windows} and {atrous_rates}"
        )
    center = 1 if center_kernel_size == 3 else 0
    reach = max(map(_reach, (center, *atrous_rates), windows))
    reach = max(reach, *size)
    seen = np.zeros((2 * reach + 1, 2 * reach + 1), bool)
    for rate, window in zip((center, *atrous_rates), windows, strict=True):
        _mark(seen, reach, rate, window)
    if inside_only:
        seen = seen[_middle(size[0], reach), _middle(size[1], reach)]
    return min(1.0, float(seen.sum() / (size[0] * size[1])))


def _reach(rate, window):
    return rate + window // 2


def _mark(seen, middle, rate, window):
    """Marks the windows around the nine taps of one branch."""
    for row in (-rate, 0, rate):
        for column in (-rate, 0, rate):
            top = middle + row - window // 2
            left = middle + column - window // 2
            seen[top : top + window, left : left + window] = True


def _middle(length, reach):
    start = reach - length // 2
    return slice(start, start + length)
