"""A live Keras model as a predictor."""

import keras
import numpy as np
import tensorflow as tf

from deeplab_family.inference.asked_pictures import blank_image
from deeplab_family.inference.image_size_errors import (
    ask_or_explain,
    explain_size,
)
from deeplab_family.inference.picture_files import pictures_in_model
from deeplab_family.inference.predict_at_size import predict_at_size
from deeplab_family.inference.prediction import (
    ModelFileError,
    Prediction,
    prediction_from_logits,
)
from deeplab_family.inference.stored_class_names import as_many_as

# Pooling of a map that is too small is "aborted".
ERRORS = (
    ValueError,
    tf.errors.InvalidArgumentError,
    tf.errors.AbortedError,
)


class KerasPredictor:
    """Runs a Keras model that maps images to logits.

    Args:
        model: takes images `(batch, height, width, channels)` with values 0
            to 255, RGB unless its input has other channels, and returns
            logits `(batch, height, width, classes)` of the same height and
            width, at most 256 classes.

    Raises:
        ModelFileError: the model takes or returns something else.
    """

    kind = "keras"

    def __init__(self, model: keras.Model):
        self.input_size = _input_size(model)
        self.pictures = pictures_in_model(model)
        self.num_classes = _num_classes(
            model, (*(self.input_size or (None, None)), self.pictures.channels)
        )
        self._model = model
        shape = (None, *(self.input_size or (None, None)))
        shape = (*shape, self.pictures.channels)
        self._logits = _compiled(model, shape, tf.uint8)
        self._float_logits = _compiled(model, shape, tf.float32)
        names = getattr(model, "class_names", None)
        self.class_names = as_many_as(names, self.num_classes)

    def __call__(self, images: np.ndarray) -> Prediction:
        """Answer at the images' own size; see `Predictor`."""
        return predict_at_size(self.run, images, self.input_size, self.pictures)

    def run(self, images: np.ndarray) -> Prediction:
        """Answer for images of the size that it takes; see `Predictor`."""
        return prediction_from_logits(self.logits(images).numpy())

    def raw(self, images: np.ndarray) -> np.ndarray:
        """Logits of images, as the model returns them."""
        # Fetched at once: a GPU would still be computing a bare tensor.
        return self._ask_or_explain(images).numpy()

    def logits(self, images: np.ndarray | tf.Tensor) -> tf.Tensor:
        """float32 logits, as a tensor on the model's device.

        Args:
            images: uint8 or float32 of the size that the model takes.
        """
        logits = tf.cast(self._ask_or_explain(images), tf.float32)
        if logits.shape[1:3] != images.shape[1:3]:
            size, answered = images.shape[1:3], logits.shape[1:3]
            self._refuse_size(tuple(size), tuple(answered))
        return logits

    def with_output_stride(self, output_stride: int) -> "KerasPredictor":
        """The same network at another stride; its weights need no change.

        Raises:
            ModelFileError: it has no such stride, or is no network of ours.
        """
        change = getattr(self._model, "with_output_stride", None)
        if change is None:
            raise ModelFileError(
                "an output stride can be set in networks of this library "
                f"only. Received: {type(self._model).__name__}. Leave it out"
            )
        try:
            changed = KerasPredictor(change(output_stride))
        except ValueError as error:
            raise ModelFileError(
                f"output stride {output_stride}: {error}"
            ) from error
        changed.class_names = self.class_names
        return changed

    def _ask_or_explain(self, images):
        return ask_or_explain(self._ask, images, ERRORS, self.input_size)

    def _ask(self, images):
        images = tf.convert_to_tensor(images)
        if images.dtype == tf.uint8:
            return self._logits(images)
        return self._float_logits(images)

    def _refuse_size(self, size, answered):
        def takes(size):
            zeros = blank_image(self.pictures, size)
            return tuple(self._ask(zeros).shape[1:3]) == size

        advice = None
        if self.input_size is None:
            advice = explain_size(takes, size)
        raise ModelFileError(
            "the model's logits must have the height and width of its "
            f"input. Received: input {size}, logits {answered}. End the model "
            f"with a resize{f', or: {advice}' if advice else ''}"
        )


def _compiled(model, shape, dtype):
    """One traced function for every batch size, height and width."""

    @tf.function(input_signature=[tf.TensorSpec(shape, dtype)], autograph=False)
    def logits(images):
        return model(tf.cast(images, tf.float32), training=False)

    return logits


def _input_size(model) -> tuple[int, int] | None:
    """The fixed (height, width) of a model, or None when it takes any."""
    shape = getattr(model, "input_shape", (None, None, None, 3))
    if not isinstance(shape, tuple) or len(shape) != 4 or not shape[-1]:
        raise ModelFileError(
            "a segmentation model takes one batch of images (batch, height, "
            f"width, channels). Received: a model with input {shape}"
        )
    return None if None in shape[1:3] else shape[1:3]


def _num_classes(model, image_shape) -> int:
    images = keras.KerasTensor((None, *image_shape))
    spec = model.compute_output_spec(images)
    if isinstance(spec, dict) and "res5" in spec:
        raise ModelFileError(
            "it is a backbone, from images to features, and has no classes. "
            "Train a network from it: deeplab train DATA --weights FILE"
        )
    output = getattr(spec, "shape", None)
    if output is not None and len(output) == 2:
        raise ModelFileError(
            "a segmentation model returns logits (batch, height, width, "
            f"classes), and this is a classifier: {output}. One that `deeplab "
            "train` made is what a network may start from: deeplab train DATA "
            "--weights FILE"
        )
    if output is None or len(output) != 4 or output[-1] is None:
        received = output or f"a {type(spec).__name__}"
        raise ModelFileError(
            "a segmentation model returns logits (batch, height, width, "
            f"classes) in one tensor. Received: {received}"
        )
    if output[-1] > 256:
        raise ModelFileError(
            "a class map is uint8, so a model may have at most 256 classes. "
            f"Received: {output[-1]}"
        )
    return output[-1]
