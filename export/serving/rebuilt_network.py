"""A network built again to be served in bfloat16.

Weights stay float32 on the disk. In bfloat16, images are normalized, logits
made and resized in float32, as in training under `mixed_bfloat16`.
"""

from collections.abc import Iterator
from contextlib import contextmanager

import keras

from export.errors import ExportError
from export.padded_network import multiple_of, unpadded, within_padding

POLICY = "mixed_bfloat16"


def rebuilt_network(model: keras.Model, precision: str) -> keras.Model:
    """The network in the precision that it is served in.

    In float32 that is the model itself. For bfloat16 a network of this library
    is built again by its config, and its layers that keep to float32 do so;
    of any other functional model the layers compute in bfloat16 until the last
    with weights, which makes the logits. The model stays as it is.

    Args:
        model: maps RGB images to logits, perhaps within a padding.
        precision: "float32" or "bfloat16".

    Raises:
        ExportError: a model for bfloat16 is neither of this library nor
            functional.
    """
    if precision == "float32":
        return model
    multiple = multiple_of(model)
    if multiple > 1:
        inner = rebuilt_network(unpadded(model), precision)
        return within_padding(inner, multiple)
    config = getattr(model, "config", None)
    if hasattr(config, "build") and hasattr(model, "describe_as"):
        return _twin(model)
    return _rounding_clone(model)


def _twin(model) -> keras.Model:
    with _default_policy(POLICY):
        twin = model.config.build(name=model.name)
    twin.describe_as(model)
    twin.set_weights(model.get_weights())
    return twin


@contextmanager
def _default_policy(policy: str) -> Iterator[None]:
    before = keras.config.dtype_policy()
    keras.config.set_dtype_policy(policy)
    try:
        yield
    finally:
        keras.config.set_dtype_policy(before)


def _rounding_clone(model: keras.Model) -> keras.Model:
    exact = _from_the_last_weights(model)

    def cloned(layer):
        config = layer.get_config()
        if layer.dtype_policy.name == "float32" and id(layer) not in exact:
            config["dtype"] = POLICY
        return type(layer).from_config(config)

    try:
        twin = keras.models.clone_model(model, clone_function=cloned)
    except (TypeError, ValueError, NotImplementedError) as error:
        raise ExportError(
            "`precision`: bfloat16 needs a network of this library or a "
            "functional Keras model whose layers can be made anew by their "
            f"configs. Received: {type(model).__name__}, of which {error}. "
            "Export it in float32"
        ) from error
    if getattr(model, "class_names", None):
        twin.class_names = tuple(model.class_names)
    twin.value_range = getattr(model, "value_range", None)
    twin.set_weights(model.get_weights())
    return twin


def _from_the_last_weights(model: keras.Model) -> set[int]:
    """Ids of the last layer that has weights, and of all that follow it."""
    layers = [
        layer
        for layer in model._flatten_layers()
        if not isinstance(layer, keras.Model)
    ]
    last = max(
        (i for i, layer in enumerate(layers) if layer.weights), default=0
    )
    return {id(layer) for layer in layers[last:]}
