"""Checks of class names, colors and logits before an export."""

from collections.abc import Sequence

import keras
import numpy as np

from deeplab_family.class_names import require_same_names
from deeplab_family.inference import KerasPredictor
from export.errors import ExportError

# Looser than half precision rounds, far tighter than logits come by chance.
ROUNDING = 1e-2


def agreed_names(
    model: keras.Model, class_names: Sequence[str] | None
) -> tuple[str, ...] | None:
    """The names to write: those given, else those the model holds itself.

    Raises:
        ClassNamesError: both are there and differ.
    """
    own = getattr(model, "class_names", None)
    if own and class_names:
        require_same_names(own, class_names, them="`class_names`")
    return tuple(own or class_names or ()) or None


def check_classes(
    num_classes: int,
    class_names: Sequence[str] | None,
    palette: Sequence[Sequence[int]] | None,
) -> None:
    """Refuse names or colors that are not one for each class.

    Raises:
        ExportError: the numbers differ.
    """
    for argument, values in [
        ("class_names", class_names),
        ("palette", palette),
    ]:
        if values is not None and len(values) != num_classes:
            raise ExportError(
                f"`{argument}` must have one entry for each of the model's "
                f"{num_classes} classes. Received: {len(values)}"
            )


def check_logits(reference: KerasPredictor, image: np.ndarray) -> None:
    """Refuse probabilities, numbers that are none, and a single class.

    A softmax inside the model would be followed by a second one: the class
    map would be right and every probability wrong.

    Args:
        reference: the Keras model.
        image: uint8 `(1, height, width, 3)`, a real one.

    Raises:
        ExportError: says what the model answers with.
    """
    if reference.num_classes < 2:
        raise ExportError(
            "the model answers with one channel, but a class map is the "
            "largest of several logits. Give background and object a channel "
            "each (logits 0 and x are the same as one sigmoid of x)"
        )
    answer = reference.raw(image).astype(np.float64)
    if not np.isfinite(answer).all():
        raise ExportError(
            "the model answers a real image with NaN or infinity, so nothing "
            "can be compared. Was the training run broken off by a NaN loss?"
        )
    sums = answer.sum(axis=-1)
    if answer.min() >= 0 and np.abs(sums - 1).max() < ROUNDING:
        raise ExportError(
            "the model answers with probabilities, not logits: they sum to 1 "
            "in every pixel. Leave out the softmax at its end; the exported "
            "files have their own"
        )
