"""The inputs and outputs of an exported file, read from the file itself."""

from collections.abc import Iterator
from pathlib import Path

import tensorflow as tf
from ai_edge_litert.interpreter import Interpreter
from tensorflow.core.protobuf.saved_model_pb2 import SavedModel

from export.plain_signatures import SIGNATURE
from export.report.artifact_results import Tensor

AXES = ("batch", "height", "width")


def read_tensors(path: Path) -> tuple[Tensor, ...]:
    """Inputs, then outputs, of each signature.

    Args:
        path: a `.tflite` or `.onnx` file, or a SavedModel folder. Other files
            do not say what they take.
    """
    if path.is_dir():
        return tuple(_of_saved_model(path))
    read = {".tflite": _of_tflite, ".onnx": _of_onnx}.get(path.suffix)
    return tuple(read(path)) if read else ()


def _of_tflite(path: Path) -> Iterator[Tensor]:
    interpreter = Interpreter(str(path))
    for direction, found in (
        ("input", interpreter.get_input_details()),
        ("output", interpreter.get_output_details()),
    ):
        for details in found:
            scale, zero_point = details["quantization"]
            yield Tensor(
                signature=SIGNATURE,
                direction=direction,
                name=details["name"],
                dtype=details["dtype"].__name__,
                shape=_shape(details["shape_signature"]),
                scale=float(scale) if scale else None,
                zero_point=int(zero_point) if scale else None,
            )


def _of_onnx(path: Path) -> Iterator[Tensor]:
    import onnx

    graph = onnx.load(path, load_external_data=False).graph
    for direction, found in (("input", graph.input), ("output", graph.output)):
        for value in found:
            given = value.type.tensor_type
            dtype = onnx.helper.tensor_dtype_to_np_dtype(given.elem_type)
            yield Tensor(
                signature="",
                direction=direction,
                name=value.name,
                dtype=dtype.name,
                shape=tuple(
                    axis.dim_param or axis.dim_value for axis in given.shape.dim
                ),
            )


def _of_saved_model(path: Path) -> Iterator[Tensor]:
    content = (path / "saved_model.pb").read_bytes()
    (meta,) = SavedModel.FromString(content).meta_graphs
    for name in sorted(meta.signature_def):
        if name.startswith("__"):
            continue  # TensorFlow's own
        signature = meta.signature_def[name]
        for direction, found in (
            ("input", signature.inputs),
            ("output", signature.outputs),
        ):
            for key in sorted(found):
                lengths = [axis.size for axis in found[key].tensor_shape.dim]
                yield Tensor(
                    signature=name,
                    direction=direction,
                    name=key,
                    dtype=tf.as_dtype(found[key].dtype).name,
                    shape=_shape(lengths),
                )


def _shape(lengths) -> tuple[int | str, ...]:
    """Free axes have a name where everybody knows it."""
    names = AXES if len(lengths) >= len(AXES) else AXES[:1]
    known = [*names, *["?"] * len(lengths)]
    return tuple(
        int(length) if length >= 0 else name
        for length, name in zip(lengths, known, strict=False)
    )
