"""An ONNX file as a predictor, run by ONNX Runtime."""

from os import PathLike

import numpy as np

from deeplab_family.console.error_reason import error_line
from deeplab_family.inference.image_size_errors import ask_or_explain
from deeplab_family.inference.picture_files import (
    checked_channels,
    pictures_in_onnx,
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
    names_in_onnx,
)

DTYPES = {"tensor(uint8)": np.uint8, "tensor(float)": np.float32}
ERRORS_ONLY = 3


class OnnxPredictor:
    """Runs an ONNX file on the CPU.

    The file takes images `(batch, height, width, 3)` with values 0 to 255 and
    answers with logits `(batch, height, width, classes)`, a class map
    `(batch, height, width)`, or both.

    Args:
        path: the `.onnx` file.
        num_threads: CPU threads, at least 1.

    Raises:
        ModelFileError: the extra `onnx` is not installed, the file is
            damaged, or its inputs and outputs are of another form.
    """

    kind = "onnx"

    def __init__(self, path: str | PathLike, num_threads: int = 2):
        self._session = _load(path, num_threads)
        self._input = _image_input(self._session, path)
        self._logits, self._class_map = _outputs(self._session, path)
        size = self._input.shape[1:3]
        fixed = all(isinstance(length, int) for length in size)
        self.input_size = tuple(size) if fixed else None
        classes = None if self._logits is None else self._logits.shape[-1]
        self.num_classes = classes if isinstance(classes, int) else None
        properties = self._session.get_modelmeta().custom_metadata_map
        self.pictures = checked_channels(
            pictures_in_onnx(properties, path), self._input.shape[-1], path
        )
        self.class_names = as_many_as(
            names_in_onnx(properties), self.num_classes
        )

    def __call__(self, images: np.ndarray) -> Prediction:
        """Answer at the images' own size; see `Predictor`."""
        return predict_at_size(self.run, images, self.input_size, self.pictures)

    def run(self, images: np.ndarray) -> Prediction:
        """Answer for images of the size that it takes; see `Predictor`."""
        outputs = self.raw(images)
        if self._class_map is None:
            return prediction_from_logits(outputs[self._logits.name])
        class_map = outputs[self._class_map.name]
        class_map = class_map.astype(np.uint8, copy=False)
        if self._logits is None:
            return Prediction(class_map)
        return Prediction(class_map, logits=outputs[self._logits.name])

    def raw(self, images: np.ndarray) -> dict[str, np.ndarray]:
        """The file's own outputs, by name."""
        # Its exceptions share no base class but this.
        errors = (Exception,)
        return ask_or_explain(self._ask, images, errors, self.input_size)

    def _ask(self, images):
        images = as_pixels(images, DTYPES[self._input.type])
        names = [output.name for output in self._session.get_outputs()]
        # A file of batch 1 is asked image by image.
        step = 1 if self._input.shape[0] == 1 else max(len(images), 1)
        answers = [
            self._session.run(names, {self._input.name: images[i : i + step]})
            for i in range(0, max(len(images), 1), step)
        ]
        joined = map(np.concatenate, zip(*answers, strict=True))
        return dict(zip(names, joined, strict=True))


def _load(path, num_threads):
    try:
        import onnxruntime
    except ImportError as error:
        raise ModelFileError(
            f"{path}: ONNX files are run by onnxruntime, which is not "
            "installed: pip install onnxruntime"
        ) from error
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = num_threads
    options.log_severity_level = ERRORS_ONLY
    try:
        return onnxruntime.InferenceSession(
            str(path), options, providers=["CPUExecutionProvider"]
        )
    except Exception as error:
        # Its exceptions share no base class but this.
        first_line = error_line(error).partition("\n")[0]
        raise ModelFileError(
            f"{path}: not an ONNX file that can be run: {first_line}"
        ) from error


def _image_input(session, path):
    inputs = session.get_inputs()
    first = inputs[0]
    known = len(first.shape) == 4 and isinstance(first.shape[-1], int)
    if len(inputs) != 1 or not known or first.type not in DTYPES:
        raise ModelFileError(
            f"{path}: must take uint8 or float32 images (batch, height, "
            f"width, channels). Received: {len(inputs)} inputs, the first "
            f"{first.type} {first.shape}"
        )
    return first


def _outputs(session, path):
    """The logits have four axes, the class map three; names may differ."""
    outputs = session.get_outputs()
    by_rank = {len(output.shape): output for output in outputs}
    logits, class_map = by_rank.get(4), by_rank.get(3)
    if logits is None and class_map is None:
        raise ModelFileError(
            f"{path}: must answer with logits (batch, height, width, classes) "
            "or a class map (batch, height, width). Received outputs with "
            f"{sorted(by_rank)} axes"
        )
    return logits, class_map
