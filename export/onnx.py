"""A Keras model as an ONNX file, by tf2onnx."""

import json
import logging
from collections.abc import Sequence
from os import PathLike
from pathlib import Path

import keras
import tensorflow as tf

from deeplab_family.inference import KerasPredictor
from deeplab_family.inference.stored_class_names import ONNX_KEY
from deeplab_family.whole_file import whole_file
from export.classes_file import agreed_names
from export.errors import ExportError
from export.float32_compute import float32_compute
from export.onnx_names import stable_names
from export.onnx_padding import pad_explicitly

OPSET = 18
NAME = "model.onnx"


def export_onnx(
    model: keras.Model,
    directory: str | PathLike,
    image_size: tuple[int, int] | None = None,
    class_names: Sequence[str] | None = None,
) -> Path:
    """Write `directory/model.onnx`.

    The file takes uint8 RGB images `(batch, height, width, 3)` named `images`
    and answers with `class_map` (uint8) and `logits` (float32). Normalization
    is inside. Any batch and, unless a size is given or the model fixes one,
    any size.

    Args:
        model: maps RGB `(batch, height, width, 3)`, 0 to 255, to logits.
        directory: an existing folder.
        image_size: (height, width) in pixels that the file takes; `None` for
            any that the model takes.
        class_names: one for each class, written as JSON into the metadata
            property `class_names`; by default those that the model holds.

    Raises:
        ExportError: the extra `onnx` is not installed, the model takes only
            another size, or an operation has no ONNX form.
        ModelFileError: the model does not map RGB images to logits.
    """
    size = _size(model, image_size)
    with float32_compute(model):
        proto = _convert(model, size)
    pad_explicitly(proto.graph)
    _name_axes(proto.graph, size)
    stable_names(proto.graph)
    _name_classes(proto, agreed_names(model, class_names))
    _check(proto)
    path = Path(directory) / NAME
    with whole_file(path) as draft:
        draft.write_bytes(proto.SerializeToString(deterministic=True))
    return path


def _size(model, image_size):
    fixed = KerasPredictor(model).input_size
    if image_size is None:
        return fixed or (None, None)
    if fixed is not None and fixed != tuple(image_size):
        raise ExportError(
            f"the model takes only images of {fixed}. Received: "
            f"image_size={tuple(image_size)}"
        )
    return tuple(image_size)


def _convert(model: keras.Model, size):
    tf2onnx = _import_tf2onnx()

    def answer(images):
        logits = model(tf.cast(images, tf.float32), training=False)
        logits = tf.cast(logits, tf.float32)
        classes = tf.argmax(logits, axis=-1, output_type=tf.int32)
        return {"class_map": tf.cast(classes, tf.uint8), "logits": logits}

    images = tf.TensorSpec((None, *size, 3), tf.uint8, name="images")
    proto, _ = tf2onnx.convert.from_function(
        tf.function(answer), input_signature=[images], opset=OPSET
    )
    return proto


def _import_tf2onnx():
    try:
        import tf2onnx
    except ImportError as error:
        raise ExportError(
            "ONNX files are written by tf2onnx, which is not installed: "
            "pip install tf2onnx onnx onnxruntime"
        ) from error
    # It reports each of its optimizations, and what `_check` finds anyway.
    logging.getLogger("tf2onnx").setLevel(logging.CRITICAL)
    return tf2onnx


def _name_axes(graph, size) -> None:
    """Readers of the file see `batch`, not the converter's numbers."""
    names = ("batch", "height", "width")
    for value in (*graph.input, *graph.output):
        for axis, name, length in zip(
            value.type.tensor_type.shape.dim, names, (None, *size), strict=False
        ):
            if length is None:
                axis.dim_param = name
            else:
                axis.dim_value = length


def _name_classes(proto, class_names) -> None:
    if class_names:
        value = json.dumps(list(class_names), ensure_ascii=False)
        proto.metadata_props.add(key=ONNX_KEY, value=value)


def _check(proto) -> None:
    """tf2onnx passes on what it cannot translate."""
    import onnx

    try:
        onnx.checker.check_model(proto)
    except onnx.checker.ValidationError as error:
        first_line = str(error).strip().partition("\n")[0]
        raise ExportError(
            f"{NAME}: a part of the model has no ONNX form: {first_line}. "
            "Build that part from other operations"
        ) from error
