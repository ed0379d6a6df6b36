"""Bilinear resizing, with aligned corners (DeepLab) or aligned edges.

Aligned corners: the outermost pixel centers of source and target coincide, so
that maps of `n * output_stride + 1` pixels nest. Aligned edges ("half-pixel
centers"): the outer edges of the outermost pixels coincide, so that maps of
`n * output_stride` pixels do. `keras.ops.image.resize` has only the latter;
TensorFlow and TFLite have an operation for both. Elsewhere bilinear resizing is
two small matrix products.
"""

import keras
from keras import ops


def resize_bilinear(images, size, align_corners=True):
    """Resizes maps without blurring them first.

    Args:
        images: float tensor `(batch, height, width, channels)`.
        size: pair of ints or scalar tensors, the target height and width.
        align_corners: bool. Align the corner pixels' centers, or, if False,
            the edges of the maps. Defaults to True.

    Returns:
        Tensor `(batch, *size, channels)` of the dtype of `images`.
    """
    if keras.backend.backend() == "tensorflow":
        return _resize_tensorflow(images, size, align_corners)
    rows, columns = (
        _interpolation_matrix(source, target, images.dtype, align_corners)
        for source, target in zip(images.shape[1:3], size, strict=True)
    )
    tall = ops.einsum("hi,bijc->bhjc", rows, images)
    return ops.einsum("wj,bhjc->bhwc", columns, tall)


def _resize_tensorflow(images, size, align_corners):
    import tensorflow as tf

    resized = tf.raw_ops.ResizeBilinear(
        images=images,
        size=tf.stack(size),
        align_corners=align_corners,
        half_pixel_centers=not align_corners,
    )
    return tf.cast(resized, images.dtype)


def _interpolation_matrix(source, target, dtype, align_corners):
    """`(target, source)` weights; each row mixes two neighbors."""
    position = ops.arange(target, dtype="float32")
    if align_corners:
        position *= (source - 1) / (target - 1) if target > 1 else 0.0
    else:
        position = (position + 0.5) * (source / target) - 0.5
        position = ops.clip(position, 0.0, source - 1.0)
    distance = ops.abs(position[:, None] - ops.arange(source, dtype="float32"))
    return ops.cast(ops.maximum(1.0 - distance, 0.0), dtype)
