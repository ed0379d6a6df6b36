"""The trunk within a network, and where its strides are."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import keras


def trunk_of(model: keras.Model) -> keras.Model:
    """The trunk of a network: the one model among its layers.

    Args:
        model: a `SegmentationModel`, its `AuxiliaryTraining`, or a trunk,
            which is its own.
    """
    network = getattr(model, "network", model)
    nested = [layer for layer in network.layers if hasattr(layer, "layers")]
    return nested[0] if nested else network


def strides_of(trunk: keras.Model) -> dict[str, tuple[int, ...]]:
    """Strides of a trunk's convolutions, by the path of their kernel.

    Two trunks with the same kernels and other strides compute something else.
    """
    return {
        layer.kernel.path: tuple(layer.strides)
        for layer in trunk._flatten_layers(include_self=False)
        if hasattr(layer, "kernel") and hasattr(layer, "strides")
    }
