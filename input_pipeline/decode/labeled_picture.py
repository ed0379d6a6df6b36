"""Labeled picture: photograph and label of one size."""

import tensorflow as tf

from input_pipeline.decode.exif_orientation import (
    orientation_of,
    turn_is_unclear,
    upright_shape,
)
from input_pipeline.decode.picture_header import checked_picture, stored_shape
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
    encoded = checked_picture(encoded)
    orientation, stored = orientation_of(encoded), stored_shape(encoded)
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
