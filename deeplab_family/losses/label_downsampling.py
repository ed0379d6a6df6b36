"""Label downsampling to the size of a feature map, without new classes.

Source: Chen et al., arXiv:1706.05587, appendix A, table 8 (logits that are not
upsampled), and arXiv:1702.08502, section 4.1 (labels downsampled by 8).
"""

from typing import Literal

import numpy as np
from keras import ops

LabelDownsampling = Literal["align_corners", "every_nth"]

STRIDES = 2 ** np.arange(15, dtype="int32")


def downsample_labels(labels, size, how: LabelDownsampling):
    """Picks one label for each pixel of a smaller map.

    Args:
        labels: tensor `(batch, height, width)`.
        size: pair of ints or scalar tensors, height and width of the map, at
            most those of the labels.
        how: "align_corners" takes the nearest label with the corners of both
            maps aligned, as DeepLab does; "every_nth" takes rows and columns
            0, n, 2n, ..., as DUC does. There n is the stride of a network that
            makes such a map: the power of two for which the labels' size over
            n, rounded up, is that of the map. For maps of `n * stride + 1`
            pixels both are the same. Where no power of two fits, n is the
            largest whole number for which the last row lies within.

    Returns:
        Tensor `(batch, *size)` of the dtype of `labels`. By "every_nth" it is
        larger if sizes that are known only when it runs do not fit.

    Raises:
        ValueError: if the map is known to be larger than the labels; by
            "every_nth", if no row number n apart fills it.
    """
    height, width = ops.shape(labels)[1:3]
    pick = _nearest if how == "align_corners" else _every_nth
    rows, columns = pick(height, size[0]), pick(width, size[1])
    return ops.take(ops.take(labels, rows, axis=1), columns, axis=2)


def _nearest(source, target):
    """Index for each target pixel; halves round up, in whole numbers."""
    if _known(source, target) and target > source:
        raise ValueError(
            f"Labels of {source} pixels cannot shrink to logits of {target}. "
            "`label_downsampling` is for logits that are smaller."
        )
    gaps = ops.maximum(target - 1, 1)
    steps = ops.arange(target, dtype="int32") * (source - 1)
    return (2 * steps + gaps) // (2 * gaps)


def _every_nth(source, target):
    if not _known(source, target):
        return ops.arange(0, source, _stride(source, target, ops), "int32")
    picked = np.arange(0, source, _stride(source, target, np), "int32")
    if len(picked) != target:
        raise ValueError(
            f"{target} pixels at equal distances do not fit into labels of "
            f"{source} pixels. Crop images to a multiple of {target}."
        )
    return picked


def _stride(source, target, numbers):
    """The stride, computed by `numpy` or, where sizes are tensors, `ops`."""
    fits = numbers.equal(-(-source // STRIDES), target)
    stride = numbers.max(numbers.where(fits, STRIDES, 0))
    largest = (source - 1) // numbers.maximum(target - 1, 1)
    largest = numbers.maximum(largest, 1)
    return numbers.where(stride > 0, stride, largest)


def _known(source, target):
    return isinstance(source, int) and isinstance(target, int)
