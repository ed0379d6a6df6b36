"""Weights of a `.keras` file: a network's, a checkpoint's or a backbone's.

What has the same place and the same shape is taken, the rest starts fresh, and
classes of the same name keep their rows of the last layer.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from deeplab_family.weights.backbone import backbone_of
from deeplab_family.weights.class_rows import (
    ClassPairs,
    class_axes,
    pair_classes,
    take_rows,
)
from deeplab_family.weights.errors import WeightsError
from deeplab_family.weights.fill import fill, weights_by_path
from deeplab_family.weights.input_channels import RGB, fit_input_channels
from deeplab_family.weights.published_file import digest_of
from deeplab_family.weights.receipt import ATTRIBUTE, Receipt

if TYPE_CHECKING:
    import keras

SAME_WEIGHTS = {
    "output_stride",
    "multi_grid",
    "hybrid_dilation",
    "block3_rates",
    "block4_rates",
    "first_unit_previous_rate",
    "extra_blocks",
    "extra_projection",
    "batch_norm_momentum",
    "input_channels",
}
"""Fields of backbones that may differ: rates in place of strides, blocks above,
channels of images where the file's are RGB."""

Arrays = Mapping[str, np.ndarray]


def is_keras_file(weights: str | Path) -> bool:
    """Whether it is the name of a `.keras` file."""
    return Path(weights).suffix == ".keras"


def load_keras_weights(
    model: keras.Model, path: Path, config: Any = None
) -> Receipt:
    """Fills a network or a backbone from a `.keras` file.

    Args:
        model: a `SegmentationModel`, its `AuxiliaryTraining`, or a backbone.
        path: file of any of these. Nothing in it is executed.
        config: the `BackboneConfig` of a backbone; of a network it is known.

    Returns:
        The receipt, which is kept with the model.

    Raises:
        WeightsError: if the file is damaged or its backbone is another; says
            which. The model is unchanged then.
    """
    source = _read(path)
    ours, theirs = (getattr(m, "network", m) for m in (model, source))
    own_backbone = ours.config.backbone if hasattr(ours, "config") else config
    _refuse_another_backbone(own_backbone, theirs, path)
    _refuse_other_strides(ours, theirs, path)
    _refuse_other_channels(ours, theirs, path)
    arrays = {p: v.numpy() for p, v in weights_by_path(source).items()}
    arrays, widened = fit_input_channels(arrays, model)
    classes = _pairs(ours, theirs)
    values = _fitting(model, arrays, classes)
    _require_whole_backbone(ours, values, path)
    try:
        matched, fresh = fill(model, values)
    except WeightsError as error:
        raise WeightsError(f"{path}: {error}") from error
    if classes is not None and classes.are_equal and not ours.class_names:
        ours.class_names = theirs.class_names
    receipt = Receipt(
        source=_in_words(theirs),
        file=path.name,
        sha256=digest_of(path, "sha256"),
        matched=matched,
        fresh=fresh,
        skipped=tuple(p for p in arrays if p not in values),
        notes=(
            *((classes.note,) if classes and classes.note else ()),
            *widened,
        ),
    )
    setattr(ours, ATTRIBUTE, receipt)
    return receipt


def _read(path: Path) -> keras.Model:
    from deeplab_family.inference import ModelFileError, load_keras_model

    try:
        return load_keras_model(path)
    except ModelFileError as error:
        raise WeightsError(str(error)) from error


def _refuse_another_backbone(own, theirs, path):
    """Compares what backbones are, where the file says it."""
    other = getattr(getattr(theirs, "config", theirs), "backbone", None)
    if other is None:
        return
    if type(other) is not type(own):
        raise WeightsError(
            f"{path} holds a network on a backbone of kind {other.kind!r}; "
            f"this backbone is of kind {own.kind!r}. Give weights of the same "
            "backbone, or `imagenet` or `none`"
        )
    names = [field.name for field in dataclasses.fields(own)]
    differ = [
        name
        for name in names
        if name not in SAME_WEIGHTS
        and getattr(own, name) != getattr(other, name)
    ]
    if differ:
        its, mine = (
            ", ".join(f"{name}={getattr(backbone, name)!r}" for name in differ)
            for backbone in (other, own)
        )
        raise WeightsError(
            f"{path} holds a network whose backbone has {its}; this one has "
            f"{mine}, which is another function of the weights. Build this "
            f"backbone like that one ({flags_of(other, differ)}), or start "
            "from `imagenet` or `none`"
        )


def flags_of(backbone: Any, names: Iterable[str]) -> str:
    """The flags that give a run's backbone these fields of another."""
    flags = []
    for name in names:
        flag = f"--model.backbone.{name.replace('_', '-')}"
        value = getattr(backbone, name)
        flags.append(flag if value is True else f"{flag} {value}")
    return " ".join(flags)


def _refuse_other_strides(ours, theirs, path):
    """Compares where units stride, for backbones whose file has no config."""
    own = {layer.name: layer for layer in backbone_of(ours).layers}
    for layer in backbone_of(theirs).layers:
        its = getattr(layer, "stride_placement", None)
        mine = getattr(own.get(layer.name), "stride_placement", its)
        if mine != its:
            raise WeightsError(
                f"{path} holds a backbone with stride_placement={its!r}; this "
                f"one has stride_placement={mine!r}, which is another function "
                "of the weights. Build this backbone like that one, or start "
                "from `imagenet` or `none`"
            )


def _refuse_other_channels(ours, theirs, path):
    """Only the kernels of RGB can be told to other channels."""
    mine, its = _channels(ours), _channels(theirs)
    if its not in (None, RGB, mine):
        raise WeightsError(
            f"{path} holds a network for images of {its} channels; this one "
            f"takes {mine}. Train on images of {its} channels (--data.channels "
            f"{its}), or start from weights for RGB"
        )


def _channels(model) -> int | None:
    """Of the images that a network takes; None if it takes something else."""
    shape = getattr(model, "input_shape", None)
    is_image = isinstance(shape, tuple) and len(shape) == 4
    return shape[-1] if is_image else None


def _require_whole_backbone(ours, values, path):
    paths = weights_by_path(backbone_of(ours))
    extra = tuple(p for p in paths if p not in values)
    known = getattr(ours, "config", None)
    blocks = getattr(getattr(known, "backbone", None), "extra_blocks", 0)
    missing = [p for p in extra if not (blocks and _is_extra(p))]
    if missing:
        raise WeightsError(
            f"{path} is of another network: {len(missing)} of the "
            f"{len(paths)} arrays of the backbone are missing there or have "
            f"another shape, {missing[0]} is the first. Give weights of the "
            "same backbone, or `imagenet` or `none`"
        )


def _is_extra(path: str) -> bool:
    """Whether a variable is of a block that only a cascade has."""
    return path.startswith(("block5", "block6", "block7"))


def _pairs(ours, theirs) -> ClassPairs | None:
    """None unless both are networks with classes of the same things."""
    if not (hasattr(ours, "config") and hasattr(theirs, "config")):
        return None
    if type(ours) is not type(theirs):  # of images, and of pixels
        return None
    return pair_classes(
        ours.config.num_classes,
        theirs.config.num_classes,
        ours.class_names,
        theirs.class_names,
    )


def _fitting(model, arrays: Arrays, classes: ClassPairs | None):
    """Values by path. Of a block all fits, or all of it stays fresh."""
    own = weights_by_path(model)
    shapes = {path: tuple(variable.shape) for path, variable in own.items()}
    axes = _axes_of_classes(model, shapes, arrays, classes)
    values, unfit = {}, set()
    for path, variable in own.items():
        value = _value(variable, arrays.get(path), axes.get(path), classes)
        if value is None:
            unfit.add(_block_of(path))
        else:
            values[path] = value
    return {p: v for p, v in values.items() if _block_of(p) not in unfit}


def _axes_of_classes(model, shapes, arrays, classes):
    """Axes with an entry for each class, of each variable that has some."""
    if classes is None or classes.are_equal:
        return {}
    others, number = {p: v.shape for p, v in arrays.items()}, classes.theirs
    if classes.ours == classes.theirs:
        number = classes.ours + 1
        others = _shapes_with(model, number)
    found = {
        path: class_axes(shapes[path], classes.ours, others[path], number)
        for path in shapes.keys() & others.keys()
    }
    return {path: axes for path, axes in found.items() if axes != ()}


def _shapes_with(model, num_classes: int) -> dict[str, tuple[int, ...]]:
    """Shapes that the variables have in a network of more classes."""
    network = getattr(model, "network", model)
    config = dataclasses.replace(network.config, num_classes=num_classes)
    whole = model is not network
    other = config.build_for_training() if whole else config.build()
    return {p: tuple(v.shape) for p, v in weights_by_path(other).items()}


def _value(variable, array, axes, classes):
    """What a variable takes; None if it stays fresh."""
    if array is None:
        return None
    if not axes:
        return array if array.shape == tuple(variable.shape) else None
    if not classes.pairs:
        return None
    return take_rows(variable.numpy(), array, axes, classes)


def _block_of(path: str) -> str:
    """What is taken as a whole: a convolution with its normalization."""
    parts = path.split("/")
    return "/".join(parts[:-2] or parts[:-1])


def _in_words(network) -> str:
    config = getattr(network, "config", None)
    if config is None:
        return f"backbone {network.name}"
    return f"{config.kind} on {backbone_of(network).name}"
