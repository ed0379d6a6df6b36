"""ONNX export of a Keras model, by tf2onnx."""

import json
import logging
from collections.abc import Sequence
from os import PathLike
from pathlib import Path

import keras
import tensorflow as tf

from deeplab_family.inference import KerasPredictor
from deeplab_family.inference.picture_files import (
    ONNX_PICTURES,
    pictures_in_model,
)
from deeplab_family.inference.stored_class_names import ONNX_KEY
from export.class_checks import agreed_names
from export.errors import ExportError
from export.onnx.names import stable_names
from export.onnx.rewrites import pad_explicitly, widen_integers
from export.saved_model import float32_compute
from input_pipeline.atomic_files import atomic_file

OPSET = 18
NAME = "model.onnx"
FIXED_NAME = "model_fixed.onnx"
PALETTE_KEY = "palette"


def export_onnx(
    model: keras.Model,
    directory: str | PathLike,
    image_size: tuple[int, int] | None = None,
    class_names: Sequence[str] | None = None,
    palette: Sequence[Sequence[int]] | None = None,
) -> Path:
    """Write `directory/model.onnx`, or `model_fixed.onnx` for one size.

    The file takes uint8 RGB images `(batch, height, width, 3)` named `images`
    and answers with `class_map` (uint8) and `logits` (float32). Normalization
    is inside. `model.onnx` takes any batch and, unless the model fixes one,
    any size; `model_fixed.onnx` takes `(1, *image_size, 3)`, as compilers for
    accelerators want it.

    Args:
        model: maps RGB `(batch, height, width, 3)`, 0 to 255, to logits.
        directory: an existing folder.
        image_size: the only (height, width) in pixels that the file takes;
            `None` for any that the model takes.
        class_names: one for each class, written as JSON into the metadata
            property `class_names`; by default those that the model holds.
        palette: one RGB color, 0 to 255, for each class, written as JSON into
            the metadata property `palette`.

    Raises:
        ExportError: the extra `onnx` is not installed, the model takes only
            another size, or an operation has no ONNX form.
        ModelFileError: the model does not map RGB images to logits.
    """
    batch, size = None, _size(model, image_size)
    if image_size is not None:
        batch = 1
    with float32_compute(model):
        proto = _convert(model, (batch, *size))
    pad_explicitly(proto.graph)
    widen_integers(proto.graph)
    _name_axes(proto.graph, (batch, *size))
    stable_names(proto.graph)
    _add_json(proto, ONNX_KEY, agreed_names(model, class_names))
    _add_json(proto, PALETTE_KEY, _listed(palette))
    pictures = pictures_in_model(model)
    if not pictures.is_ordinary:
        _add_json(proto, ONNX_PICTURES, pictures.tree())
    _check(proto)
    path = Path(directory) / (NAME if image_size is None else FIXED_NAME)
    with atomic_file(path) as draft:
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


def _convert(model: keras.Model, shape):
    tf2onnx = _import_tf2onnx()

    def answer(images):
        logits = model(tf.cast(images, tf.float32), training=False)
        logits = tf.cast(logits, tf.float32)
        classes = tf.argmax(logits, axis=-1, output_type=tf.int32)
        return {"class_map": tf.cast(classes, tf.uint8), "logits": logits}

    pictures = pictures_in_model(model)
    images = (*shape, pictures.channels)
    images = tf.TensorSpec(images, pictures.dtype, name="images")
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


def _name_axes(graph, shape) -> None:
    """Readers of the file see `batch`, not the converter's numbers."""
    names = ("batch", "height", "width")
    for value in (*graph.input, *graph.output):
        for axis, name, length in zip(
            value.type.tensor_type.shape.dim, names, shape, strict=False
        ):
            if length is None:
                axis.dim_param = name
            else:
                axis.dim_value = length


def _listed(palette):
    if palette is None:
        return None
    return [[int(part) for part in color] for color in palette]


def _add_json(proto, key, content) -> None:
    if content:
        value = json.dumps(content, ensure_ascii=False)
        proto.metadata_props.add(key=key, value=value)


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
