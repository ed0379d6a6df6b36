"""A backbone with a context block within it, as CGNL's detectors have it.

Source: Yue et al., arXiv:1810.13125, section 4.3 and the released code: one
block before the last unit of res4.
"""

import keras

from deeplab_family.detection.context_block import ContextBlock

MAP_OF_TAP = {"c4": "res4", "c5": "res5"}


def backbone_with_context(config) -> keras.Model:
    """The backbone of a detector, a block within it if that is its place.

    Under frozen batch normalization the block's is frozen too: it starts at 0,
    so its moving statistics do no harm.

    Args:
        config: a `FasterRCNNConfig`.

    Raises:
        ValueError: if a block is asked for in a backbone without such units.
    """
    backbone = config.backbone.build()
    if not has_inner_context(config):
        return backbone
    before = f"block3_unit{_units(config)}"
    block = ContextBlock(
        backbone.get_layer(before).input.shape[-1],
        config.context.block,
        name="context",
        **config.backbone.batch_norm,
    )

    def call(layer, *args, **kwargs):
        if layer.name == before:
            args = (block(args[0]), *args[1:])
        return layer(*args, **kwargs)

    return keras.models.clone_model(
        backbone, clone_function=lambda layer: layer, call_function=call
    )


def has_inner_context(config) -> bool:
    """Whether the block stands within the backbone, not behind a map."""
    context = config.context
    return context is not None and (
        context.tap == "c4" and context.block != "gald"
    )


def _units(config) -> int:
    units = getattr(config.backbone, "units", None)
    if units is None:
        raise ValueError(
            "`context.tap='c4'` asks for the units of a ResNet; give a ResNet "
            f"as `backbone`, or tap 'c5'. Received: {config.backbone.kind!r}"
        )
    return units[2]
