"""Storing a layer that was given to another layer as an argument."""

import keras


def serialize_inner(layer) -> dict | None:
    """The layer as JSON can hold it, the same before and after it is built.

    None stays None.
    """
    if layer is None:
        return None
    stored = keras.saving.serialize_keras_object(layer)
    # The outer layer builds it; a shape stored here would build it twice.
    stored.pop("build_config", None)
    return stored


def deserialize_inner(stored: dict | None):
    """The layer, unbuilt, that `serialize_inner` stored."""
    return stored and keras.saving.deserialize_keras_object(stored)


def build_inner(layer, input_shape):
    """Builds the layer unless its giver already has; None is left alone."""
    if layer is not None and not layer.built:
        layer.build(input_shape)
