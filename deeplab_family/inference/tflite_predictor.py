"""TFLite predictor, run by LiteRT."""

from functools import partial
from os import PathLike
from typing import Any

import numpy as np
from ai_edge_litert.interpreter import Interpreter

from deeplab_family.console.error_reason import error_line
from deeplab_family.inference.image_size_errors import ask_or_explain
from deeplab_family.inference.picture_files import (
    checked_channels,
    pictures_of,
)
from deeplab_family.inference.pixel_types import as_pixels
from deeplab_family.inference.predict_at_size import predict_at_size
from deeplab_family.inference.prediction import (
    ModelFileError,
    Prediction,
    prediction_from_logits,
)
from deeplab_family.inference.stored_class_names import (
    as_many_as,
    names_in_tflite,
)


class TFLitePredictor:
    """Runs a TFLite file image by image, float or quantized.

    The file takes one image `(1, height, width, 3)` with values 0 to 255 and
    answers with logits `(1, height, width, classes)`, a class map
    `(1, height, width)`, or both. Images of another size are resized in
    bilinearly and the probabilities are resized back bilinearly, then the
    largest one wins; a class map alone is resized to the nearest pixel.

    Args:
        path: the `.tflite` file.
        num_threads: CPU threads of the interpreter, at least 1.

    Raises:
        ModelFileError: not a TFLite file, an operation that needs more than
            the builtin ones, or inputs and outputs of another form.
    """

    kind = "tflite"

    def __init__(self, path: str | PathLike, num_threads: int = 2):
        self._interpreter = _load(path, num_threads)
        self._input = _image_input(self._interpreter, path)
        self._logits, self._class_map = _outputs(self._interpreter, path)
        height, width, channels = map(int, self._input["shape_signature"][1:])
        self.pictures = checked_channels(pictures_of(path), channels, path)
        self.input_size = (
            None if min(height, width) < 1 else (int(height), int(width))
        )
        self.num_classes = (
            None
            if self._logits is None
            else int(self._logits["shape_signature"][-1])
        )
        names = names_in_tflite(path)
        self.class_names = as_many_as(names, self.num_classes)

    def __call__(self, images: np.ndarray) -> Prediction:
        """Answer at the images' own size; see `Predictor`."""
        return predict_at_size(self.run, images, self.input_size, self.pictures)

    def run(self, images: np.ndarray) -> Prediction:
        """Answer for images of the size that it takes; see `Predictor`."""
        answers = [self._answer(image[None]) for image in images]
        if len(answers) == 1:
            return answers[0]
        class_map = np.concatenate([answer.class_map for answer in answers])
        if self._logits is None:
            return Prediction(class_map, None)
        logits = np.concatenate([answer.logits for answer in answers])
        return Prediction(class_map, logits=logits)

    def raw(self, images: np.ndarray) -> None:
        """Feed one uint8 image `(1, height, width, 3)` and invoke."""
        errors = (ValueError, RuntimeError)
        ask_or_explain(self._invoke, images, errors, self.input_size)

    def _invoke(self, images) -> None:
        self._fit(images.shape)
        value = quantize(images, self._input)
        self._interpreter.set_tensor(self._input["index"], value)
        self._interpreter.invoke()

    def _fit(self, shape) -> None:
        """Give a file of flexible size the size of this image."""
        details = self._interpreter.get_input_details()[0]
        if tuple(details["shape"]) != tuple(shape):
            self._interpreter.resize_tensor_input(details["index"], shape)
            self._interpreter.allocate_tensors()

    def _answer(self, image) -> Prediction:
        self.raw(image)
        if self._logits is None:
            return Prediction(self._read(self._class_map), None)
        stored = self._read(self._logits)
        logits = partial(dequantize, stored, self._logits)
        if self._class_map is None:
            return prediction_from_logits(logits())
        class_map = self._read(self._class_map).astype(np.uint8, copy=False)
        return Prediction(class_map, logits=logits)

    def _read(self, details) -> np.ndarray:
        return self._interpreter.get_tensor(details["index"])


def _load(path, num_threads) -> Interpreter:
    try:
        interpreter = Interpreter(str(path), num_threads=num_threads)
        # A flexible file cannot be allocated before it knows its size.
        if -1 not in interpreter.get_input_details()[0]["shape_signature"]:
            interpreter.allocate_tensors()
    except (ValueError, RuntimeError) as error:
        first_line = error_line(error).partition("\n")[0]
        raise ModelFileError(
            f"{path}: not a TFLite file of builtin operations that can be "
            f"run: {first_line}"
        ) from error
    return interpreter


def _image_input(interpreter, path):
    details = interpreter.get_input_details()
    shape = tuple(int(n) for n in details[0]["shape_signature"])
    if len(details) != 1 or len(shape) != 4 or shape[-1] < 1:
        raise ModelFileError(
            f"{path}: must take one image (1, height, width, channels). "
            f"Received: {len(details)} inputs, the first {shape}"
        )
    return details[0]


def _outputs(interpreter, path):
    """The logits have four axes, the class map three; names may differ."""
    details = interpreter.get_output_details()
    by_rank = {len(d["shape_signature"]): d for d in details}
    logits, class_map = by_rank.get(4), by_rank.get(3)
    if logits is None and class_map is None:
        raise ModelFileError(
            f"{path}: must answer with logits (1, height, width, classes) or "
            "a class map (1, height, width). Received outputs with "
            f"{sorted(by_rank)} axes"
        )
    return logits, class_map


def quantize(images: np.ndarray, details: dict[str, Any]) -> np.ndarray:
    """Store raw 0..255 values as the input tensor of a TFLite file wants.

    Args:
        images: array of uint8 or float32.
        details: the interpreter's description of the input tensor.
    """
    dtype, (scale, zero) = details["dtype"], details["quantization"]
    if scale == 0 or (dtype == images.dtype and (scale, zero) == (1, 0)):
        return as_pixels(images, dtype)
    limits = np.iinfo(dtype)
    stored = np.rint(images / np.float32(scale)) + zero
    return np.clip(stored, limits.min, limits.max).astype(dtype)


def dequantize(stored: np.ndarray, details: dict[str, Any]) -> np.ndarray:
    """Float32 values of an output tensor.

    Args:
        stored: what the interpreter returned.
        details: the interpreter's description of that tensor.
    """
    scale, zero = details["quantization"]
    if scale == 0:
        return stored.astype(np.float32, copy=False)
    values = np.subtract(stored, zero, dtype=np.float32)
    values *= np.float32(scale)
    return values
