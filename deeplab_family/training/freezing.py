"""Freezing: trained weights that a run leaves as they are.

What is frozen is not touched by gradient, weight decay or the batch's
statistics; its batch normalization uses the moving ones. Only what weights have
filled is frozen. A fresh layer trains wherever it stands: mean 0 and variance 1
do not normalize, and with them the loss is NaN after a few steps.
"""

import keras

from deeplab_family.recipes import TrainConfig
from deeplab_family.training.inference_model import without_head
from deeplab_family.weights import is_fresh, receipt_of
from deeplab_family.weights.backbone import backbone_of

LAST_FEATURE = {"block1": "res2", "block2": "res3", "block3": "res4"}
"""The backbone's map in which a block ends, MobileNets' stages likewise."""

SHOWN = 3


def freeze(model: keras.Model, words: tuple[str, ...]):
    """Freezes parts of a network that has its weights.

    Args:
        model: a `SegmentationModel` or its `AuxiliaryTraining`, not compiled.
        words: of `TrainConfig.freeze`.

    Raises:
        ValueError: if a word names nothing that weights have filled.
    """
    receipt = receipt_of(without_head(model))
    filled = set(receipt.matched) if receipt else set()
    for word in words:
        layers = [
            layer for layer in _layers(model, word) if _is_in(layer, filled)
        ]
        if not layers:
            raise ValueError(
                f"`train.freeze` {word} freezes nothing: no layer of that part "
                "has weights to keep. Give weights that fill it "
                "(--train.weights), or leave the word out."
            )
        for layer in layers:
            layer.trainable = False


def refuse_fresh_freezing(train: TrainConfig) -> None:
    """Refuses to freeze fresh weights.

    Raises:
        ValueError: says why, and what to do.
    """
    if train.freeze and is_fresh(train.weights):
        raise ValueError(
            f"`train.freeze` {' '.join(train.freeze)} needs weights to start "
            "from: fresh ones know nothing worth keeping, their statistics "
            "(mean 0, variance 1) do not normalize, and the loss is NaN after "
            "a few steps. Give --train.weights imagenet or a file, or train "
            "all, on two images or more at a time: --train.freeze "
            "--data.batch-size 2."
        )


def require_trained_statistics(model: keras.Model, batch_size: int) -> None:
    """Refuses single images where a batch normalization trains.

    Args:
        model: after `freeze`.
        batch_size: of the run.

    Raises:
        ValueError: names some of the layers.
    """
    fresh = [n.moving_mean.path for n in _normalizations(model) if n.trainable]
    if batch_size >= 2 or not fresh:
        return
    names = ", ".join(path.rpartition("/")[0] for path in fresh[:SHOWN])
    raise ValueError(
        f"`data.batch_size` must be >= 2: {len(fresh)} batch normalizations "
        f"are fresh and must train ({names}). Received: {batch_size}."
    )


def _layers(model, word) -> list[keras.layers.Layer]:
    """The layers of a part, in the backbone whole units."""
    backbone = backbone_of(model)
    if word == "batch_norm":
        return _normalizations(model)
    if word == "stem":
        return [layer for layer in backbone.layers if _is_stem(layer)]
    if word == "backbone":
        return backbone.layers
    key = LAST_FEATURE[word]
    return keras.Model(backbone.inputs, backbone.output[key]).layers


def _is_stem(layer) -> bool:
    return layer.name.partition("_")[0] == "stem"


def _normalizations(model) -> list[keras.layers.BatchNormalization]:
    return [
        layer
        for layer in model._flatten_layers(include_self=False)
        if isinstance(layer, keras.layers.BatchNormalization)
    ]


def _is_in(layer, filled: set[str]) -> bool:
    paths = [variable.path.rpartition("/")[0] for variable in layer.weights]
    return bool(paths) and filled.issuperset(paths)
