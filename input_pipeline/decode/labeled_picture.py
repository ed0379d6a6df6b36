"""Labeled picture: photograph and label of one size."""

import tensorflow as tf

from input_pipeline.decode.exif_orientation import (
    AS_STORED,
    orientation_of,
    turn_is_unclear,
    upright_shape,
)
from input_pipeline.decode.picture_header import (
    checked_picture,
    has_safe_size,
    stored_shape,
)
from input_pipeline.decode.plain_jpeg import plain_jpeg_shape
from input_pipeline.decode.refusal import refuse_unless


@tf.function(
    input_signature=[
        tf.TensorSpec((), tf.string),
        tf.TensorSpec((None, None), tf.uint8),
    ],
    autograph=False,
)
def labeled_picture(
    encoded: tf.Tensor, label: tf.Tensor
) -> tuple[tf.Tensor, tf.Tensor]:
    """Hands on the bytes of a picture that its label fits, pixel on pixel.

    Args:
        encoded: scalar string tensor, the bytes of a JPEG or PNG file.
        label: tensor of shape `(height, width)`.

    Returns:
        The same bytes, safe to decode, and the orientation of the picture.
        The graph fails with `InvalidArgumentError` if they are not safe, the
        label has not the size of the upright picture, or nobody can tell
        which way up it was drawn.
    """
    shape = plain_jpeg_shape(encoded)
    encoded, orientation, stored = tf.cond(
        has_safe_size(shape),
        lambda: (encoded, tf.constant(AS_STORED), shape),
        lambda: _looked_into(encoded),
    )
    shape, size = upright_shape(stored, orientation), tf.shape(label)
    fits = refuse_unless(
        tf.reduce_all(shape == size),
        "image and label differ in size: ",
        *(shape[0], " x ", shape[1], " and ", size[0], " x ", size[1]),
    )
    clear = refuse_unless(
        ~turn_is_unclear(orientation, stored[0], stored[1]),
        "an image has the EXIF orientation ",
        orientation,
        ", and the size of its label does not tell whether it is turned too; "
        "save both upright, without the tag",
    )
    with tf.control_dependencies([fits, clear]):
        return tf.identity(encoded), orientation


def _looked_into(encoded: tf.Tensor) -> tuple[tf.Tensor, ...]:
    encoded = checked_picture(encoded)
    return encoded, orientation_of(encoded), stored_shape(encoded)
