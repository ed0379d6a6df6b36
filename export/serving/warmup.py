"""Warm-up requests of TensorFlow Serving.

TensorFlow Serving replays `assets.extra/tf_serving_warmup_requests`, a
TFRecord file of PredictionLog messages, when it loads a version
(tensorflow_serving/apis: prediction_log.proto, predict.proto, model.proto).
"""

from collections.abc import Callable, Mapping
from pathlib import Path

import tensorflow as tf

from deeplab_family.console.error_reason import error_line
from export.errors import ExportError
from input_pipeline.picture_format import ORDINARY, PictureFormat

PLACE = Path("assets.extra") / "tf_serving_warmup_requests"
LENGTH_DELIMITED = 2


def write_warmup(
    version: Path,
    name: str,
    size: tuple[int, int],
    signatures: list[str],
    pictures: PictureFormat = ORDINARY,
) -> Path:
    """Write one request for each signature.

    Args:
        version: the SavedModel folder.
        name: of the model.
        size: (height, width) of the gray image that is sent.
        signatures: names; `image_bytes` is sent a PNG, the others pixels.
        pictures: what the network takes. Defaults to uint8 RGB.

    Returns:
        The file.
    """
    path = version / PLACE
    path.parent.mkdir(parents=True)
    with tf.io.TFRecordWriter(str(path)) as writer:
        for signature in signatures:
            item = _input(signature, size, pictures)
            writer.write(_log(name, signature, item))
    return path


def check_warmup(
    loaded: Mapping[str, Callable],
    size: tuple[int, int],
    pictures: PictureFormat = ORDINARY,
) -> None:
    """Send every signature its warm-up request.

    A server refuses a version whose warm-up fails.

    Args:
        loaded: the signatures of the SavedModel, by name.
        size: (height, width) of the gray image.
        pictures: what the network takes. Defaults to uint8 RGB.

    Raises:
        ExportError: a signature fails; says which.
    """
    for signature, function in loaded.items():
        name, tensor = _input(signature, size, pictures)
        try:
            function(**{name: tf.constant(tf.make_ndarray(tensor))})
        except (tf.errors.OpError, ValueError) as error:
            raise ExportError(
                f"`warmup_size`: the signature {signature!r} fails on an "
                f"image of {size[0]} x {size[1]}: {error_line(error)}"
            ) from error


def _input(signature, size, pictures):
    """Name of the input, and its `TensorProto`."""
    if signature == "image_bytes":
        image = tf.fill((*size, 3), tf.constant(128, tf.uint8))
        content = tf.io.encode_png(image).numpy()
        return "image_bytes", tf.make_tensor_proto([content])
    # One value stands for all: the record stays small at any size.
    shape = (1, *size, pictures.channels)
    proto = tf.make_tensor_proto(128, pictures.dtype, shape)
    return "images", proto


def _log(name, signature, item) -> bytes:
    """PredictionLog { predict_log { request { ... } } }."""
    key, tensor = item
    spec = field(1, name.encode()) + field(3, signature.encode())
    entry = field(1, key.encode()) + field(2, tensor.SerializeToString())
    request = field(1, spec) + field(2, entry)
    return field(6, field(1, request))


# Protocol buffers by hand, as far as a warm-up request needs them.
#
# Fields of bytes, strings and messages are all written alike: number and wire
# type, length, content (Protocol Buffers encoding, "Length-Delimited Records").
# That keeps tensorflow-serving-api out of the dependencies of an export.


def field(number: int, content: bytes) -> bytes:
    """One field of bytes, a string or a message.

    Args:
        number: of the field in its message, >= 1.
        content: the bytes; of a message, its fields one after the other.
    """
    tag = number << 3 | LENGTH_DELIMITED
    return _varint(tag) + _varint(len(content)) + content


def _varint(value: int) -> bytes:
    """Seven bits a byte, the low ones first; the high bit says: more."""
    encoded = bytearray()
    while value > 0x7F:
        encoded.append(value & 0x7F | 0x80)
        value >>= 7
    encoded.append(value)
    return bytes(encoded)
