"""Mixed quantizer: static int8 of a whole TFLite file or of parts."""

import contextlib
import io
import re
import warnings
from collections.abc import Iterable
from pathlib import Path

import numpy as np

from deeplab_family.console.error_reason import error_line
from export.errors import ExportError
from export.mixed_precision.integer_endpoints import connect_integers
from export.tflite.graph_rewrites import rewrite_graph
from export.tflite.tflite_file import (
    operation_name,
    read_model,
    text_of,
)
from export.tflite.variants import FOR_INTEGERS

BITS = 8


class Int8Quantizer:
    """Learns the ranges of a float32 file once, then writes any mixture.

    Weights are quantized per channel, activations per tensor. The range of a
    tensor is a moving average over the images in their order: the first
    starts it, each further one counts 5 % (ai-edge-quantizer 0.10). The
    images themselves range from 0 to 255 exactly.

    Args:
        float32_file: takes one uint8 image `(1, height, width, 3)`; of
            `export_tflite` with `faster=False`, since convolutions that
            were cut up to skip their padding lose more in int8.
        calibration: uint8 RGB array `(n, height, width, 3)` of real images.
        num_threads: CPU threads while calibrating, at least 1.

    Raises:
        ExportError: the extra `quantizer` is not installed, the images have
            another size, or the file cannot be calibrated.
    """

    def __init__(
        self,
        float32_file: Path,
        calibration: np.ndarray,
        num_threads: int = 2,
    ):
        self._aeq = _import_quantizer()
        self._file = Path(float32_file)
        everything = self._quantizer([".*"], [])
        feeds = _feeds(self._file, calibration)
        with self._explained():
            self._ranges = everything.calibrate(feeds, num_threads=num_threads)
        for name in _byte_tensors(self._file):
            if name in self._ranges:
                self._ranges[name]["min"][...] = 0
                self._ranges[name]["max"][...] = 255

    def write_all_but(self, path: Path, kept: Iterable[str]) -> None:
        """Write a file whose operations compute in int8, except some.

        Args:
            path: the `.tflite` file to write.
            kept: scopes of operations that stay float32.
        """
        self._write(path, [".*"], [_exactly(scope) for scope in kept])

    def write_only(self, path: Path, scopes: Iterable[str]) -> None:
        """Write a float32 file of which only these operations are int8."""
        self._write(path, [_exactly(scope) for scope in scopes], [])

    def _write(self, path, integers, floats) -> None:
        quantizer = self._quantizer(integers, floats)
        with self._explained():
            result = quantizer.quantize(
                self._ranges,
                enable_progress_bar=False,
                enable_progress_report=False,
            )
        path.write_bytes(connect_integers(bytes(result.quantized_model)))
        rewrite_graph(path, FOR_INTEGERS)

    def _quantizer(self, integers, floats):
        quantizer = self._aeq.Quantizer(str(self._file))
        for pattern in integers:
            quantizer.add_static_config(
                regex=pattern,
                operation_name="*",
                activation_num_bits=BITS,
                weight_num_bits=BITS,
            )
        # The last pattern that fits an operation decides.
        for pattern in floats:
            quantizer.update_quantization_recipe(
                regex=pattern,
                operation_name="*",
                algorithm_key=self._aeq.AlgorithmName.NO_QUANTIZE,
            )
        return quantizer

    @contextlib.contextmanager
    def _explained(self):
        """Without its progress bars and remarks, with our kind of error."""
        try:
            with (
                contextlib.redirect_stderr(io.StringIO()),
                warnings.catch_warnings(action="ignore"),
            ):
                yield
        except (ValueError, RuntimeError, NotImplementedError) as error:
            reason = error_line(error).partition("\n")[0]
            raise ExportError(
                f"{self._file.name}: ai-edge-quantizer cannot quantize it: "
                f"{reason}"
            ) from error


def _import_quantizer():
    try:
        from ai_edge_quantizer import quantizer
    except ImportError as error:
        raise ExportError(
            "mixed int8 files are written by ai-edge-quantizer, which is not "
            "installed: pip install ai-edge-quantizer"
        ) from error
    return quantizer


def _exactly(scope: str) -> str:
    return f"^{re.escape(scope)}$"


def _feeds(file: Path, images: np.ndarray) -> dict:
    """What the calibration takes: its own signature's images, one by one."""
    model = read_model(file)
    signature = model.signatureDefs[0]
    (entry,) = signature.inputs
    tensor = model.subgraphs[signature.subgraphIndex].tensors[entry.tensorIndex]
    shape = tuple(int(length) for length in tensor.shape)
    if len(images) == 0 or (1, *images.shape[1:]) != shape:
        raise ExportError(
            f"`calibration` must hold images of {shape[1:]}, as "
            f"{file.name} takes them. Received: shape={images.shape}"
        )
    name = text_of(entry.name)
    key = text_of(signature.signatureKey)
    return {key: [{name: image[None]} for image in images]}


def _byte_tensors(file: Path) -> list[str]:
    """Float tensors that hold the bytes of the image."""
    model = read_model(file)
    return [
        text_of(graph.tensors[operator.outputs[0]].name)
        for graph in model.subgraphs
        for operator in graph.operators
        if operation_name(model, operator) == "CAST"
        and operator.inputs[0] in graph.inputs
    ]
