"""Request images: JPEG and PNG bytes, checked by header before decoding.

The size stands in the first bytes, so a picture that would fill the memory
is refused before it is decoded, and so is one of thousands of scans.
"""

from collections.abc import Callable

import tensorflow as tf

from input_pipeline.decode import refusal
from input_pipeline.decode.exif_orientation import (
    orientation_of,
    turn_upright,
)
from input_pipeline.decode.image import ACCURATE
from input_pipeline.decode.jpeg_segments import is_jpeg
from input_pipeline.decode.picture_header import slow_parts
from input_pipeline.decode.png_header import SIGNATURE

# The signature, then length and name of the chunk, its 13 bytes, a checksum.
PNG_HEADER_BYTES = 33
BIG_ENDIAN = [2**24, 2**16, 2**8, 1]
SEND = "Send a smaller image, or fewer at a time, but not an empty one"


def decode_request(
    content: tf.Tensor, place: tf.Tensor, max_pixels: int
) -> tf.Tensor:
    """Decode one image, or fail with InvalidArgument and say why.

    Args:
        content: string scalar, the file's bytes.
        place: string scalar, which input is meant, for the message.
        max_pixels: a larger image is refused.

    Returns:
        uint8 RGB `(height, width, 3)`, upright: an orientation is applied.
        Gray and paletted images become RGB; an alpha channel is dropped, as
        in training.
    """
    starts_as_png = tf.equal(tf.strings.substr(content, 0, 8), SIGNATURE)
    known = refuse_unless(
        is_jpeg(content) | starts_as_png,
        place,
        "neither a JPEG nor a PNG image (",
        tf.strings.length(content),
        " bytes). Send the bytes of such a file, base64-encoded over REST",
    )
    with tf.control_dependencies([known]):
        content = tf.identity(content)
    image = tf.cond(
        is_jpeg(content),
        lambda: _jpeg(content, place, max_pixels),
        lambda: _png(content, place, max_pixels),
    )
    image.set_shape((None, None, 3))
    return image


def _jpeg(content, place, max_pixels):
    shape = _or_refused(
        tf.image.extract_jpeg_shape, content, place, tf.zeros((3,), tf.int32)
    )
    pixels = tf.reduce_prod(tf.cast(shape[:2], tf.int64))
    sized = [
        check_size(shape[0], shape[1], place, max_pixels),
        refuse_unless(
            shape[2] != 4, place, "a CMYK JPEG. Convert it to RGB first"
        ),
    ]
    with tf.control_dependencies(sized):
        content = _quick(content, place, tf.identity(pixels))
    return _upright(
        lambda file: tf.io.decode_jpeg(file, **ACCURATE), content, place
    )


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
        content = _quick(content, place, height * width)
    return _upright(
        lambda file: tf.io.decode_png(file, channels=3), content, place
    )


def _quick(content, place, pixels):
    count, most, name = slow_parts(content, pixels)
    quick = refuse_unless(
        count <= most,
        place,
        "it would take very long to decode: of this size ",
        most,
        " ",
        name,
        " are allowed, it has more. Save it again",
    )
    with tf.control_dependencies([quick]):
        return tf.identity(content)


def _upright(decode: Callable, content, place):
    return _or_refused(
        lambda file: turn_upright(decode(file), orientation_of(file)),
        content,
        place,
        tf.zeros((0, 0, 3), tf.uint8),
    )


def _or_refused(read: Callable, content, place, nothing):
    """What `read` makes of the file; where it fails, an error with its place.

    The operations that decode do not know which image of a request is theirs.
    Only a data set goes on after one of them failed.
    """
    options = tf.data.Options()
    options.autotune.enabled = False
    options.experimental_optimization.apply_default_optimizations = False
    made = tf.data.Dataset.from_tensors(content).map(
        lambda file: (True, read(file))
    )
    failed = tf.data.Dataset.from_tensors((False, nothing))
    first = made.ignore_errors(log_warning=False).concatenate(failed).take(1)
    is_made, answer = first.with_options(options).get_single_element()
    intact = refuse_unless(
        is_made,
        place,
        "the image is damaged or cut off and cannot be decoded (",
        tf.strings.length(content),
        " bytes). Send the whole file",
    )
    with tf.control_dependencies([intact]):
        return tf.identity(answer)


def refuse_unless(
    condition: tf.Tensor, place: tf.Tensor, *words: object
) -> tf.Tensor:
    """`refusal.refuse_unless` with the place before the words.

    Args:
        condition: bool scalar.
        place: string scalar, which input is meant.
        words: strings, string and number tensors, joined into the message.
    """
    return refusal.refuse_unless(condition, place, ": ", *words)


def check_size(
    height: tf.Tensor, width: tf.Tensor, place: tf.Tensor, max_pixels: int
) -> tf.Tensor:
    """Refuse an image of more than `max_pixels`, or of none."""
    height, width = tf.cast(height, tf.int64), tf.cast(width, tf.int64)
    pixels = height * width
    fits = tf.logical_and(pixels > 0, pixels <= max_pixels)
    return refuse_unless(
        fits,
        place,
        "the image is ",
        height,
        " x ",
        width,
        f" pixels, but 1 to {max_pixels} pixels are allowed. {SEND}",
    )


def checked_images(images: tf.Tensor, max_pixels: int) -> tf.Tensor:
    """The images, once all of them together are known to fit.

    Args:
        images: uint8 `(batch, height, width, 3)`.
        max_pixels: of the whole batch: that is what lies in memory at once.
    """
    size = tf.shape(images, out_type=tf.int64)
    pixels = size[0] * size[1] * size[2]
    check = refuse_unless(
        tf.logical_and(pixels > 0, pixels <= max_pixels),
        tf.constant("images"),
        "the batch is ",
        size[0],
        " images of ",
        size[1],
        " x ",
        size[2],
        f" pixels, but 1 to {max_pixels} pixels together are allowed. {SEND}",
    )
    with tf.control_dependencies([check]):
        return tf.identity(images)
