"""Signature proof: the written bundle against live code."""

from collections.abc import Callable, Mapping

import numpy as np
import tensorflow as tf

from export.errors import ExportError
from export.proof.comparison import pixel_agreement
from export.serving.signatures import Signature
from export.tolerances import EXACT, Limit

# Two classes that tie may be told apart by the last bit.
EQUAL_PIXELS = 0.999
ADVICE = "This is a fault of the export, not of your model; report it"
ROUNDED = (
    "Its rounding changes too much of this network; serve it in float32 "
    "(--serving.precision float32)"
)


def prove_signatures(
    loaded: Mapping[str, Callable],
    signatures: Mapping[str, Signature],
    images: np.ndarray,
    limit: Limit = EXACT,
) -> None:
    """Compare the saved signatures with each other and with live code.

    The comparison with the Keras model says nothing of a bundle that answers
    otherwise on purpose, at another stride or from several scales. This one
    does.

    Args:
        loaded: the signatures of the SavedModel, by name.
        signatures: those it was written from.
        images: `(batch, height, width, channels)`, as the network takes them.
        limit: how far the saved ones may stray from the live ones. Defaults
            to that of float32.

    Raises:
        ExportError: two answers differ; says which.
    """
    saved = loaded["probabilities"](images=tf.constant(images))
    function, spec = signatures["probabilities"]
    live = tf.function(function, input_signature=[spec], autograph=False)
    now = live(images)
    expected = saved["class_map"].numpy()
    broken = limit.broken_by(
        np.abs(saved["probabilities"] - now["probabilities"]).max(),
        pixel_agreement(now["class_map"].numpy(), expected),
        None,
    )
    if broken:
        advice = ADVICE if limit == EXACT else ROUNDED
        raise ExportError(
            "serving: the saved signature `probabilities` differs from the "
            f"network it was made of: {'; '.join(broken)}. {advice}"
        )
    default = loaded["serving_default"](images=tf.constant(images))
    _check("serving_default", default["class_map"].numpy(), expected)
    if "image_bytes" not in loaded:
        return
    contents = [tf.io.encode_png(image) for image in images]
    masks = loaded["image_bytes"](image_bytes=tf.stack(contents))
    decoded = [
        tf.io.decode_png(mask, channels=1).numpy()[..., 0]
        for mask in masks["mask_png_bytes"]
    ]
    _check("image_bytes", np.stack(decoded), expected)


def _check(name, received, expected):
    equal = pixel_agreement(expected, received)
    if not equal >= EQUAL_PIXELS:
        raise ExportError(
            f"serving: the signature `{name}` gives {equal:.2%} of the pixels "
            f"the class that `probabilities` gives them. {ADVICE}"
        )
