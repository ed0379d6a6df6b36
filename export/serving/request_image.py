"""A JPEG or PNG from a client, refused by its header where it is no good.

The size stands in the first bytes, so a picture that would fill the memory
is refused before it is decoded. PNG header: PNG specification 11.2.1 (IHDR).
"""

import tensorflow as tf

from export.serving.request_check import check_size, refuse_unless

JPEG_START = b"\xff\xd8\xff"
PNG_START = b"\x89PNG\r\n\x1a\n"
# The signature, then length and name of the chunk, its 13 bytes, a checksum.
PNG_HEADER_BYTES = 33
BIG_ENDIAN = [2**24, 2**16, 2**8, 1]


def decode_request(
    content: tf.Tensor, place: tf.Tensor, max_pixels: int
) -> tf.Tensor:
    """Decode one image, or fail with InvalidArgument and say why.

    Args:
        content: string scalar, the file's bytes.
        place: string scalar, which input is meant, for the message.
        max_pixels: a larger image is refused.

    Returns:
        uint8 RGB `(height, width, 3)`. Gray and paletted images become RGB;
        an alpha channel is dropped, as in training.
    """
    is_jpeg = tf.equal(tf.strings.substr(content, 0, 3), JPEG_START)
    is_png = tf.equal(tf.strings.substr(content, 0, 8), PNG_START)
    known = refuse_unless(
        is_jpeg | is_png,
        place,
        "neither a JPEG nor a PNG image (",
        tf.strings.length(content),
        " bytes). Send the bytes of such a file, base64-encoded over REST",
    )
    with tf.control_dependencies([known]):
        content = tf.identity(content)
    return tf.cond(
        is_jpeg,
        lambda: _jpeg(content, place, max_pixels),
        lambda: _png(content, place, max_pixels),
    )


def _jpeg(content, place, max_pixels):
    shape = tf.image.extract_jpeg_shape(content)
    checks = [
        check_size(shape[0], shape[1], place, max_pixels),
        refuse_unless(
            shape[2] != 4, place, "a CMYK JPEG. Convert it to RGB first"
        ),
    ]
    with tf.control_dependencies(checks):
        content = tf.identity(content)
    return tf.io.decode_jpeg(content, channels=3)


def _png(content, place, max_pixels):
    whole = refuse_unless(
        tf.strings.length(content) >= PNG_HEADER_BYTES,
        place,
        "a PNG that ends within its header. Send the whole file",
    )
    with tf.control_dependencies([whole]):
        header = tf.io.decode_raw(tf.strings.substr(content, 16, 9), tf.uint8)
    header = tf.cast(header, tf.int64)
    width = tf.reduce_sum(header[:4] * BIG_ENDIAN)
    height = tf.reduce_sum(header[4:8] * BIG_ENDIAN)
    checks = [
        check_size(height, width, place, max_pixels),
        refuse_unless(
            header[8] <= 8,
            place,
            "a PNG of 16 bits a channel. Convert it to 8 bits first",
        ),
    ]
    with tf.control_dependencies(checks):
        content = tf.identity(content)
    return tf.io.decode_png(content, channels=3)
