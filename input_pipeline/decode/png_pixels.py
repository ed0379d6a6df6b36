"""Decodes the pixels of a PNG photograph inside the graph."""

import tensorflow as tf

from input_pipeline.decode.png_header import png_bit_depth
from input_pipeline.decode.refusal import refuse_unless

LEAST_HIGHEST = 1 << 14
"""16-bit values that all lie below are 8 to 14 bits in a wider file."""


def decode_png(encoded: tf.Tensor) -> tf.Tensor:
    """Decodes PNG bytes to RGB as they are stored, not turned.

    Of 16 bits the upper 8 are kept. Cameras that store 10, 12 or 14 bits in
    the lower ones would leave a few gray levels: such files are refused.

    Args:
        encoded: scalar string tensor, a PNG file whose header is good. If
            its values have 16 bits and the highest, unless 0, is below
            `LEAST_HIGHEST`, it fails with `InvalidArgumentError`.

    Returns:
        uint8 tensor of shape `(height, width, 3)`.
    """
    return tf.cond(
        png_bit_depth(encoded) == 16,
        lambda: _upper_bits(tf.io.decode_png(encoded, 3, tf.uint16)),
        lambda: tf.io.decode_png(encoded, channels=3),
    )


def _upper_bits(image: tf.Tensor) -> tf.Tensor:
    image = tf.cast(image, tf.int32)
    highest = tf.reduce_max(image)
    wide = refuse_unless(
        (highest >= LEAST_HIGHEST) | (highest == 0),
        "a picture has 16 bits a channel, but its highest value is ",
        highest,
        " of 65535: only ",
        highest // 256 + 1,
        " gray levels would be left. Save it with 8 bits, the values of all "
        "pictures divided by the same number (by 16 if the camera has 12 "
        "bits)",
    )
    with tf.control_dependencies([wide]):
        return tf.cast(image // 256, tf.uint8)
