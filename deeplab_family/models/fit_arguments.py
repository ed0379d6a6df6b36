"""Checks of what `fit` and `compile` are given: batches, weights, XLA."""

import warnings

import keras
import numpy as np

from deeplab_family.backend import replica_count
from deeplab_family.losses.pixel_loss import PixelLoss

EXPECTED = (
    "`images` must be {what}, (batch, height, width, {channels}), values "
    "0..255."
)


def check_batch(images, channels: int = 3) -> None:
    """Refuses other shapes; warns of pixels in 0..1 where that costs nothing.

    Args:
        images: array or tensor, also a symbolic one.
        channels: int, as many as the network takes. Defaults to 3, RGB.

    Raises:
        ValueError: if the shape is another; says how to make it right.
    """
    shape = getattr(images, "shape", None)
    if shape is None or getattr(shape, "rank", 0) is None:
        return  # nested lists, or a tensor of unknown rank
    shape = tuple(shape)
    advice = _advice(shape) if channels == 3 else _of_channels(shape, channels)
    what = "RGB" if channels == 3 else "images"
    expected = EXPECTED.format(what=what, channels=channels)
    if advice:
        shown = ", ".join("None" if n is None else str(n) for n in shape)
        raise ValueError(f"{expected} Received: shape ({shown}). {advice}")
    if isinstance(images, np.ndarray):
        _warn_of_unit_range(images, expected)


def _advice(shape) -> str | None:
    """What to do about a shape, None if it is right."""
    if len(shape) == 4 and shape[3] in (3, None):
        return None
    if len(shape) == 3 and shape[2] == 3:
        return "Add the batch axis to a single image: `images[None]`."
    if len(shape) == 4 and shape[3] == 1:
        return "Repeat the gray channel: `np.repeat(images, 3, axis=-1)`."
    if len(shape) == 4 and shape[3] == 4:
        return "Leave out the fourth channel: `images[..., :3]`."
    if len(shape) == 4 and shape[1] == 3:
        return "Put the channels last: `np.moveaxis(images, 1, -1)`."
    if len(shape) in (2, 3):
        return (
            "Gray images need a batch axis and three equal channels: "
            "`np.stack([images] * 3, axis=-1)`."
        )
    return "Read the images as RGB."


def _of_channels(shape, channels: int) -> str | None:
    """The same for a network of other channels than RGB."""
    if len(shape) == 4 and shape[3] in (channels, None):
        return None
    if len(shape) == 3 and shape[2] == channels:
        return "Add the batch axis to a single image: `images[None]`."
    return f"Give images with the {channels} channels it was built for, last."


def _warn_of_unit_range(images, expected: str) -> None:
    if not np.issubdtype(images.dtype, np.floating):
        return
    some = images[:1, ::8, ::8]
    fractions = some.size and np.any(some % 1) and 0 <= some.min()
    if fractions and some.max() <= 1:
        warnings.warn(
            f"{expected} All values seen lie in 0..1: multiply them by 255, "
            "the network normalizes pixels itself.",
            stacklevel=4,
        )


def refuse_class_weight(class_weight):
    """Refuses what Keras would make weights of images, or of rows, from.

    Raises:
        ValueError: if there are such weights.
    """
    if class_weight is not None:
        raise ValueError(
            "`class_weight` must be None: Keras cannot apply it to one label "
            "for each pixel. Give the same dict to the loss, "
            "`MaskedCrossEntropy(class_weights=...)`, or weights of pixels to "
            f"`sample_weight`. Received: {class_weight}"
        )


def let_loss_count(model: keras.Model):
    """Tells a loss that changes as it trains whose steps to count.

    Args:
        model: has just been compiled.
    """
    if isinstance(model.loss, PixelLoss):
        model.loss.follow(model.optimizer)


def choose_jit_compile(jit_compile):
    """Turns "auto" into False where TensorFlow has only CPUs, or replicas.

    On CPUs, XLA compiles for minutes and then convolves more slowly than
    oneDNN does without it; a step of several replicas is on several devices,
    which it cannot compile as one. Other backends choose for themselves.

    Args:
        jit_compile: True, False or "auto".

    Returns:
        The same, or False for "auto" without an accelerator, or under a
        strategy of several replicas.
    """
    if jit_compile != "auto" or keras.backend.backend() != "tensorflow":
        return jit_compile
    return "auto" if _has_accelerator() and replica_count() == 1 else False


def _has_accelerator() -> bool:
    return any(keras.distribution.list_devices(kind) for kind in ("gpu", "tpu"))
