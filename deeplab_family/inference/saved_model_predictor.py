"""SavedModel predictor."""

from os import PathLike

import numpy as np
import tensorflow as tf

from deeplab_family.console.error_reason import error_line
from deeplab_family.inference.image_size_errors import ask_or_explain
from deeplab_family.inference.model_files import saved_model_folder
from deeplab_family.inference.picture_files import (
    checked_channels,
    read_pictures_file,
)
from deeplab_family.inference.pixel_types import as_pixels
from deeplab_family.inference.predict_at_size import predict_at_size
from deeplab_family.inference.prediction import ModelFileError, Prediction
from deeplab_family.inference.saved_model_trust import why_untrusted
from deeplab_family.inference.stored_class_names import (
    as_many_as,
    names_in_saved_model,
)

DEFAULT = "serving_default"
PROBABILITIES = "probabilities"
OUTPUTS = ("class_map", "probabilities")


class SavedModelPredictor:
    """Runs the signatures of a SavedModel, as a server would.

    The answer comes from the signature `probabilities` where there is one,
    and from `serving_default` where not.

    Args:
        path: the folder that holds `saved_model.pb`, or one above it; see
            `saved_model_folder`.
        trust: run it even if `deeplab export` did not write it, or if it
            does more than a network; a SavedModel is a program. See
            `saved_model_trust`. Defaults to False.

    Raises:
        ModelFileError: nobody vouches for it, the folder cannot be loaded,
            or its signature does not map one batch of images to `class_map`
            and `probabilities`.
    """

    kind = "saved_model"

    def __init__(self, path: str | PathLike, *, trust: bool = False):
        path = saved_model_folder(path)
        if not trust:
            _check_trust(path)
        # Held on purpose: the signature alone does not keep variables alive.
        self._loaded = _load(path)
        self._default = self._loaded.signatures.get(DEFAULT)
        self._signature = _signature(self._loaded, path)
        self._input = _input_spec(self._signature, path)
        self.pictures = checked_channels(
            read_pictures_file(path / "assets"), self._input.shape[-1], path
        )
        height, width = self._input.shape[1:3]
        self.input_size = (height, width) if height and width else None
        outputs = self._signature.structured_outputs
        self.num_classes = outputs["probabilities"].shape[-1]
        names = names_in_saved_model(path)
        self.class_names = as_many_as(names, self.num_classes)

    def __call__(self, images: np.ndarray) -> Prediction:
        """Answer at the images' own size; see `Predictor`."""
        return predict_at_size(self.run, images, self.input_size, self.pictures)

    def run(self, images: np.ndarray) -> Prediction:
        """Answer for images of the size that it takes; see `Predictor`."""
        answer = self._ask(self._signature, images)
        return Prediction(
            answer["class_map"].astype(np.uint8, copy=False),
            answer["probabilities"].astype(np.float32, copy=False),
        )

    def raw(self, images: np.ndarray) -> dict[str, np.ndarray]:
        """Raw answer of the default signature, by name."""
        return self._ask(self._default, images)

    def _ask(self, signature, images):
        return ask_or_explain(
            lambda asked: self._run(signature, asked),
            images,
            (tf.errors.InvalidArgumentError,),
            self.input_size,
        )

    def _run(self, signature, images):
        images = as_pixels(images, self._input.dtype.as_numpy_dtype)
        outputs = signature(**{self._input.name: tf.constant(images)})
        # Fetched at once: a GPU would still be computing bare tensors.
        return {name: output.numpy() for name, output in outputs.items()}


def _check_trust(path):
    if why := why_untrusted(path):
        raise ModelFileError(
            f"{path}: {why}. A SavedModel is a program that runs with your "
            "rights. If you trust whoever made it, say so: --trust (in "
            "Python `trust=True`)"
        )


def _load(path):
    try:
        return tf.saved_model.load(str(path))
    except (OSError, ValueError, tf.errors.OpError) as error:
        first_line = error_line(error).partition("\n")[0]
        raise ModelFileError(
            f"{path}: not a SavedModel that can be loaded: {first_line}"
        ) from error


def _signature(loaded, path):
    default = loaded.signatures.get(DEFAULT)
    if default is None:
        raise ModelFileError(
            f"{path}: a SavedModel to serve has the signature {DEFAULT!r}. "
            f"Received: {sorted(loaded.signatures)}. Export it again"
        )
    signature = loaded.signatures.get(PROBABILITIES, default)
    names = sorted(signature.structured_outputs)
    if not set(OUTPUTS) <= set(names):
        raise ModelFileError(
            f"{path}: the signature must answer with {' and '.join(OUTPUTS)}. "
            f"Received: {names}. Export the model with `deeplab export`"
        )
    return signature


def _input_spec(signature, path):
    inputs = list(signature.structured_input_signature[1].values())
    if len(inputs) != 1 or inputs[0].shape.rank != 4:
        raise ModelFileError(
            f"{path}: the signature must take one batch of images (batch, "
            f"height, width, channels). Received: {inputs}"
        )
    return inputs[0]
