"""Does the model answer with logits, one for each class?"""

import numpy as np

from deeplab_family.inference import KerasPredictor
from export.errors import ExportError

# Looser than half precision rounds, far tighter than logits come by chance.
ROUNDING = 1e-2


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
