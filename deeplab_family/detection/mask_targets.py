"""Mask targets: what the mask of an object looks like within a proposal.

Source: He et al., arXiv:1703.06870, section 3.1.
"""

from keras import ops

from deeplab_family.detection.roi_align import neighbors


def crop_masks(masks, index, boxes, size: int):
    """Each object's mask in the frame of a box, at a fixed size.

    Bilinear at the middle of each bin, then rounded. Pixel i covers i to i + 1;
    outside of the image there is no object.

    Args:
        masks: uint8 `(batch, m, height, width)`, 0 or 1.
        index: int32 `(batch, n)`, 0..m-1, the object of each box.
        boxes: float32 `(batch, n, 4)`.
        size: int, rows and columns of the result.

    Returns:
        float32 `(batch, n, size, size)`, 0 or 1.
    """
    batch, objects, height, width = ops.shape(masks)
    flat = ops.reshape(masks, (-1,))
    first = ops.arange(batch, dtype="int32")[:, None] * objects + index
    first = (first * (height * width))[..., None, None]
    x1, y1, x2, y2 = ops.unstack(boxes, axis=-1)
    total = 0.0
    for row, row_weight in _points(y1, y2, height, size):
        for column, column_weight in _points(x1, x2, width, size):
            at = (row * width)[..., :, None] + column[..., None, :]
            value = ops.cast(ops.take(flat, first + at), "float32")
            weight = row_weight[..., :, None] * column_weight[..., None, :]
            total += value * weight
    return ops.cast(total >= 0.5, "float32")


def _points(first, last, length, size):
    """Along one axis, for each bin two pixels and their weights."""
    place = (ops.arange(size, dtype="float32") + 0.5) / size
    at = first[..., None] + (last - first)[..., None] * place - 0.5
    return neighbors(at, length)
