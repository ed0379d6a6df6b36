"""The backbone within a network."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import keras


def backbone_of(model: keras.Model) -> keras.Model:
    """The backbone of a network: the one model among its layers.

    Args:
        model: a `SegmentationModel`, its `AuxiliaryTraining`, or a backbone,
            which is its own.
    """
    network = getattr(model, "network", model)
    nested = [layer for layer in network.layers if hasattr(layer, "layers")]
    return nested[0] if nested else network
