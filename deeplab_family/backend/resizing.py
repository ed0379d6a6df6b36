"""Bilinear resizing with aligned corners, the DeepLab convention.

The outermost pixel centers of the source and of the target coincide, so that
maps of `n * output_stride + 1` pixels nest. `keras.ops.image.resize` has only
the half-pixel convention; TensorFlow and TFLite have an operation for this
one. Elsewhere bilinear resizing is two small matrix products.
"""

import keras
from keras import ops


def resize_bilinear(images, size):
    """Resizes maps with aligned corners.

    Args:
        images: float tensor `(batch, height, width, channels)`.
        size: pair of ints or scalar tensors, the target height and width.

    Returns:
        Tensor `(batch, *size, channels)` of the dtype of `images`.
    """
    if keras.backend.backend() == "tensorflow":
        return _resize_tensorflow(images, size)
    rows = _interpolation_matrix(images.shape[1], size[0], images.dtype)
    columns = _interpolation_matrix(images.shape[2], size[1], images.dtype)
    tall = ops.einsum("hi,bijc->bhjc", rows, images)
    return ops.einsum("wj,bhjc->bhwc", columns, tall)


def _resize_tensorflow(images, size):
    import tensorflow as tf

    resized = tf.raw_ops.ResizeBilinear(
        images=images, size=tf.stack(size), align_corners=True
    )
    return tf.cast(resized, images.dtype)


def _interpolation_matrix(source, target, dtype):
    """`(target, source)` weights; each row mixes two neighbors."""
    scale = (source - 1) / (target - 1) if target > 1 else 0.0
    position = ops.arange(target, dtype="float32") * scale
    distance = ops.abs(position[:, None] - ops.arange(source, dtype="float32"))
    return ops.cast(ops.maximum(1.0 - distance, 0.0), dtype)
