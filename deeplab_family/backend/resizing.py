"""Bilinear resizing: aligned corners (DeepLab), aligned edges, or a grid.

Aligned corners: the outermost pixel centers of source and target coincide, so
that maps of `n * output_stride + 1` pixels nest. Aligned edges ("half-pixel
centers"): the outer edges of the outermost pixels coincide, so that maps of
`n * output_stride` pixels do. On the grid: pixel i of the source lies on pixel
`stride * i` of the target at any size, as in maps of convolutions that pad
symmetrically. `keras.ops.image.resize` has only the second; TensorFlow and
TFLite have an operation for all three. Elsewhere bilinear resizing is two small
matrix products.
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
    return _by_matrices(images, rows, columns)


def resize_on_grid(images, size, stride):
    """Enlarges maps of strided convolutions back onto the pixels they saw.

    Behind their last row and column the values stay as they are there. At sizes
    of `n * stride + 1` it is `resize_bilinear` with aligned corners.

    Args:
        images: float tensor `(batch, height, width, channels)`.
        size: pair of ints or scalar tensors, the target height and width; the
            maps have `ceil(size / stride)` rows and columns.
        stride: int >= 1, pixels of the target for one of the map.

    Returns:
        Tensor `(batch, *size, channels)` of the dtype of `images`.
    """
    known = all(isinstance(length, int) for length in size)
    if known and all((length - 1) % stride == 0 for length in size):
        return resize_bilinear(images, size)
    height, width = size
    whole = tuple(length * stride for length in ops.shape(images)[1:3])
    if keras.backend.backend() == "tensorflow":
        import tensorflow as tf

        # Neither corners nor half pixels: target pixel p reads p / stride.
        resized = tf.raw_ops.ResizeBilinear(
            images=images,
            size=tf.stack(whole),
            align_corners=False,
            half_pixel_centers=False,
        )
        resized = tf.cast(resized, images.dtype)
    else:
        resized = _grid_by_matrices(images, whole, stride)
    if known and tuple(whole) == tuple(size):
        return resized
    return resized[:, :height, :width]


def _grid_by_matrices(images, size, stride):
    rows, columns = (
        _weights(
            ops.minimum(
                ops.arange(target, dtype="float32") / stride, source - 1
            ),
            source,
            images.dtype,
        )
        for source, target in zip(images.shape[1:3], size, strict=True)
    )
    return _by_matrices(images, rows, columns)


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
    return _weights(position, source, dtype)


def _weights(position, source, dtype):
    distance = ops.abs(position[:, None] - ops.arange(source, dtype="float32"))
    return ops.cast(ops.maximum(1.0 - distance, 0.0), dtype)


def _by_matrices(images, rows, columns):
    tall = ops.einsum("hi,bijc->bhjc", rows, images)
    return ops.einsum("wj,bhjc->bhwc", columns, tall)
