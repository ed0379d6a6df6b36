"""Decodes photographs inside the graph, whole or only a window of them."""

import tensorflow as tf

from input_pipeline.decode.exif_orientation import (
    AS_STORED,
    orientation_of,
    stored_window,
    turn_upright,
    upright_shape,
)
from input_pipeline.decode.jpeg_segments import is_jpeg
from input_pipeline.decode.picture_header import checked_picture, stored_shape
from input_pipeline.decode.png_pixels import decode_png

# TensorFlow's default is a faster transform that is up to 16 gray levels off.
# This one gives the pixels that other readers of JPEG give.
ACCURATE = {"channels": 3, "dct_method": "INTEGER_ACCURATE"}

# Colors are stored at half the size. To blend them, pixels on the edge of a
# window need a neighbor, and libjpeg a row of more than two colors.
_MARGIN = 5


# Traced once, however many graphs use it.
@tf.function(input_signature=[tf.TensorSpec((), tf.string)], autograph=False)
def decode_image(encoded: tf.Tensor) -> tf.Tensor:
    """Decodes JPEG or PNG bytes to RGB, upright.

    An orientation is applied: see `orientation`. Gray becomes RGB, CMYK is
    converted without its color profile, alpha is dropped, 16-bit PNGs keep
    their upper 8 bits, and of an animated PNG the still picture counts.

    Args:
        encoded: scalar string tensor. Other formats, headers that claim too
            many pixels, JPEGs of too many scans, and 16-bit PNGs whose
            values leave their upper bits unused fail with
            `InvalidArgumentError`.

    Returns:
        uint8 tensor of shape `(height, width, 3)`. Of a JPEG it equals what
        Pillow reads.
    """
    encoded = checked_picture(encoded)
    return decode_checked(encoded, orientation_of(encoded))


def decode_checked(encoded: tf.Tensor, orientation: tf.Tensor) -> tf.Tensor:
    """Does the same where bytes were checked and the orientation is known."""
    image = tf.cond(
        is_jpeg(encoded),
        lambda: tf.io.decode_jpeg(encoded, **ACCURATE),
        lambda: decode_png(encoded),
    )
    image = turn_upright(image, orientation)
    image.set_shape((None, None, 3))
    return image


def decode_window(
    encoded: tf.Tensor,
    window: tf.Tensor,
    orientation: tf.Tensor | None = None,
    size: tf.Tensor | None = None,
) -> tf.Tensor:
    """Decodes only a window of a photograph.

    Of a JPEG the rest is skipped, which saves most of the time when the
    window is small; other formats are decoded and then cut.

    Args:
        encoded: scalar string tensor, JPEG or PNG bytes.
        window: int32 tensor `(top, left, height, width)`, inside the upright
            image.
        orientation: int32 scalar, 1 to 8, of bytes that were checked.
            Defaults to None: both are done here.
        size: int32 `(height, width)` of the upright image, where it is known
            beside the orientation. Defaults to None: its header tells.

    Returns:
        uint8 tensor of shape `(window height, window width, 3)`, a part of
        what `decode_image` gives.
    """
    if orientation is None:
        encoded = checked_picture(encoded)
        orientation = orientation_of(encoded)
    if size is None:
        shape = stored_shape(encoded)
    else:
        shape = upright_shape(size, orientation)  # turned back
    upright = tf.convert_to_tensor(window)
    window = tf.cond(
        orientation == AS_STORED,
        lambda: upright,
        lambda: stored_window(upright, orientation, shape),
    )
    image = tf.cond(
        is_jpeg(encoded),
        lambda: _jpeg_window(encoded, window, shape),
        lambda: _cut(decode_png(encoded), window),
    )
    image = turn_upright(image, orientation)
    image.set_shape((None, None, 3))
    return image


def image_shape(encoded: tf.Tensor) -> tf.Tensor:
    """Height and width of the upright image, int32 of shape `(2,)`."""
    return upright_shape(stored_shape(encoded), orientation_of(encoded))


def _jpeg_window(encoded, window, shape):
    start = tf.maximum(window[:2] - _MARGIN, 0)
    end = tf.minimum(window[:2] + window[2:] + _MARGIN, shape)
    image = tf.io.decode_and_crop_jpeg(
        encoded, tf.concat([start, end - start], 0), **ACCURATE
    )
    return _cut(image, tf.concat([window[:2] - start, window[2:]], 0))


def _cut(image: tf.Tensor, window: tf.Tensor) -> tf.Tensor:
    top, left, height, width = tf.unstack(window)
    return image[top : top + height, left : left + width]
