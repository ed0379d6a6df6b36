"""Images other than 8-bit RGB, decoded in Python within the graph.

TensorFlow knows neither TIFF nor NPY nor HEIC, nor more than four channels.
Such pictures leave the graph for a moment; photographs never do.
"""

import numpy as np
import tensorflow as tf

from input_pipeline.decode.exif_orientation import turn_is_unclear
from input_pipeline.decode.fitted_pixels import fitted_pixels
from input_pipeline.decode.jpeg_segments import is_jpeg
from input_pipeline.decode.picture_header import checked_picture
from input_pipeline.decode.png_header import is_png
from input_pipeline.decode.read_stored import read_stored
from input_pipeline.decode.refusal import reason_of, refuse_unless
from input_pipeline.decode.stored_photograph import is_photograph
from input_pipeline.decode.stored_picture import AS_STORED
from input_pipeline.errors import PictureError
from input_pipeline.picture_format import PictureFormat


def decode_stored(encoded: tf.Tensor, pictures: PictureFormat) -> tf.Tensor:
    """Decodes a file of any format that `read_stored` knows, upright.

    Args:
        encoded: scalar string tensor, the bytes of the file. What is damaged
            or does not fit fails with `InvalidArgumentError`.
        pictures: what the pixels become.

    Returns:
        `(height, width, pictures.channels)` of `pictures.dtype`.
    """
    return _decoded(encoded, pictures)[0]


def read_fitted(
    encoded: bytes, pictures: PictureFormat
) -> tuple[np.ndarray, bool]:
    """The same outside the graph, and whether the picture was stored turned.

    Raises:
        PictureError: if the file is damaged, refused or does not fit.
    """
    try:
        if is_photograph(encoded):
            checked_picture(tf.constant(encoded))
    except tf.errors.OpError as error:
        text = reason_of(error) or f"damaged ({len(encoded)} bytes)"
        raise PictureError("image_unreadable", text) from error
    picture = read_stored(encoded)
    is_turned = picture.orientation != AS_STORED
    return fitted_pixels(picture, pictures), is_turned


def labeled_image(
    encoded: tf.Tensor, label: tf.Tensor, pictures: PictureFormat
) -> tf.Tensor:
    """The same, of a file that its label fits, pixel on pixel.

    Args:
        encoded: as for `decode_stored`.
        label: uint8 tensor `(height, width)`. Another size, and a turn of
            which it does not tell whether it was drawn before, fail with
            `InvalidArgumentError`.
        pictures: what the pixels become.
    """
    image, orientation = _decoded(encoded, pictures)
    shape, size = tf.shape(image), tf.shape(label)
    fits = refuse_unless(
        tf.reduce_all(shape[:2] == size),
        "image and label differ in size: ",
        *(shape[0], " x ", shape[1], " and ", size[0], " x ", size[1]),
    )
    clear = refuse_unless(
        ~turn_is_unclear(orientation, shape[0], shape[1]),
        "an image has the EXIF orientation ",
        orientation,
        ", and the size of its label does not tell whether it is turned too; "
        "save both upright, without the tag",
    )
    with tf.control_dependencies([fits, clear]):
        return tf.identity(image)


def _decoded(encoded, pictures: PictureFormat) -> tuple[tf.Tensor, tf.Tensor]:
    dtype = tf.as_dtype(pictures.dtype)

    def read(content: bytes):
        try:
            picture = read_stored(bytes(content))
            pixels = fitted_pixels(picture, pictures)
        except PictureError as error:
            shape = (0, 0, pictures.channels)
            empty = np.zeros(shape, dtype.as_numpy_dtype)
            return empty, np.int32(1), f"a picture is refused: {error}".encode()
        return pixels, np.int32(picture.orientation), b""

    encoded = tf.cond(
        is_jpeg(encoded) | is_png(encoded),
        lambda: checked_picture(encoded),
        lambda: encoded,
    )
    types = [dtype, tf.int32, tf.string]
    image, turn, reason = tf.numpy_function(read, [encoded], types)
    reason = tf.ensure_shape(reason, ())
    known = refuse_unless(tf.equal(reason, ""), reason)
    with tf.control_dependencies([known]):
        image, turn = tf.identity(image), tf.ensure_shape(turn, ())
    image.set_shape((None, None, pictures.channels))
    return image, turn
