"""The pyramids within a network, and how much of the map they use."""

import dataclasses

import keras

from deeplab_family.analysis.listening import listening
from deeplab_family.analysis.multiply_adds import trace_shapes
from deeplab_family.analysis.utilisation_ratio import utilisation_ratio
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
    with listening(listened, heard):
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
