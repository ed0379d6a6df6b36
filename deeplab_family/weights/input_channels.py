"""Weights of a network for RGB, for one whose images have other channels."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np

from deeplab_family.weights.fill import weights_by_path

if TYPE_CHECKING:
    import keras

RGB = 3
_OF_PIXELS = ("normalization/mean", "normalization/scale")

Arrays = Mapping[str, np.ndarray]


def fit_input_channels(
    values: Arrays, model: keras.Model
) -> tuple[dict[str, np.ndarray], tuple[str, ...]]:
    """Widens, or narrows, the first convolution to the images of a model.

    With more channels than three, the first three keep their kernels and each
    other channel starts from the mean of them; mean and scale of the
    normalization likewise. With fewer, each kernel is the sum of the three
    divided by the number of channels, so that gray answers as three equal
    channels would.

    Args:
        values: arrays by the path of a variable, of a network for RGB or of
            one for the same channels.
        model: the network, or the backbone, that they are for.

    Returns:
        The same values, with those changed, and a sentence for the receipt
        if there were any.
    """
    variables = weights_by_path(model)
    changed: dict[str, np.ndarray] = {}
    channels = RGB
    for path, value in values.items():
        if path not in variables:
            continue
        shape = tuple(variables[path].shape)
        if path.endswith(_OF_PIXELS) and value.shape == (RGB,) != shape:
            channels = shape[0]
            changed[path] = _of_channels(value, channels)
        elif _is_first_kernel(value.shape, shape):
            channels = shape[2]
            changed[path] = _kernel(value, channels)
    if not changed:
        return dict(values), ()
    return {**values, **changed}, (_note(channels),)


def _is_first_kernel(theirs: tuple[int, ...], ours: tuple[int, ...]) -> bool:
    """Do they differ in nothing but three input channels?"""
    return (
        len(theirs) == len(ours) == 4
        and theirs[2] == RGB != ours[2]
        and theirs[:2] + theirs[3:] == ours[:2] + ours[3:]
    )


def _kernel(kernel: np.ndarray, channels: int) -> np.ndarray:
    if channels < RGB:
        each = kernel.sum(axis=2, keepdims=True) / channels
        return np.repeat(each, channels, axis=2)
    mean = kernel.mean(axis=2, keepdims=True)
    return np.concatenate([kernel, *[mean] * (channels - RGB)], axis=2)


def _of_channels(value: np.ndarray, channels: int) -> np.ndarray:
    kept = value if channels > RGB else value[:0]
    rest = np.full(channels - len(kept), value.mean(), value.dtype)
    return np.concatenate([kept, rest])


def _note(channels: int) -> str:
    if channels < RGB:
        return (
            f"The first convolution takes {channels} of 3 channels: each "
            "kernel is the sum of those of red, green and blue, divided by "
            f"{channels}"
        )
    more = channels - RGB
    return (
        f"The first convolution takes {channels} channels: red, green and blue "
        f"keep their kernels, the {more} "
        f"other{'' if more == 1 else 's'} started from the mean of the three"
    )
