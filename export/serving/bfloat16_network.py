"""A network's twin that computes in bfloat16, with the same weights.

Weights stay float32 on the disk; images are normalized, logits made and
resized in float32, as in training under the policy `mixed_bfloat16`.
"""

from collections.abc import Iterator
from contextlib import contextmanager

import keras

from export.errors import ExportError
from export.padded_network import multiple_of, unpadded, within_padding

POLICY = "mixed_bfloat16"


def bfloat16_network(model: keras.Model) -> keras.Model:
    """The twin; the model itself stays as it is.

    A network of this library is built again by its config, so its layers
    that keep to float32 do so. Of any other functional model all layers
    compute in bfloat16 but those that give its outputs.

    Args:
        model: maps RGB images to logits, perhaps within a padding.

    Raises:
        ExportError: it is neither of this library nor functional.
    """
    multiple = multiple_of(model)
    if multiple > 1:
        return within_padding(bfloat16_network(unpadded(model)), multiple)
    config = getattr(model, "config", None)
    if hasattr(config, "build") and hasattr(model, "describe_as"):
        with _default_policy(POLICY):
            twin = config.build(name=model.name)
        twin.describe_as(model)
    else:
        twin = _cloned(model)
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


def _cloned(model: keras.Model) -> keras.Model:
    def cloned(layer):
        config = layer.get_config()
        if (
            layer.output is not model.output
            and layer.dtype_policy.name == "float32"
        ):
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
    return twin
