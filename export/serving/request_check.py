"""Refuse a bad request with one readable line, and nobody else's."""

import tensorflow as tf

from input_pipeline.decode import refusal

SEND = "Send a smaller image, or fewer at a time, but not an empty one"


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
