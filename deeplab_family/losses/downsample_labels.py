"""Labels at the size of a feature map, without inventing classes.

Source: Chen et al., arXiv:1706.05587, appendix A, table 8 (logits that are not
upsampled), and arXiv:1702.08502, section 4.1 (labels downsampled by 8).
"""

from typing import Literal

from keras import ops

LabelDownsampling = Literal["align_corners", "every_nth"]


def downsample_labels(labels, size, how: LabelDownsampling):
    """Picks one label for each pixel of a smaller map.

    Args:
        labels: integer tensor `(batch, height, width)`.
        size: pair of ints or scalar tensors, height and width of the map, at
            most those of the labels.
        how: "align_corners" takes the nearest label with the corners of both
            maps aligned, as DeepLab does; "every_nth" takes rows and columns
            0, n, 2n, ..., as DUC does, where n is the ratio of the sizes,
            rounded up. For maps of `n * stride + 1` pixels both are the same.

    Returns:
        Tensor `(batch, *size)` of the dtype of `labels`.
    """
    height, width = ops.shape(labels)[1:3]
    pick = _nearest if how == "align_corners" else _every_nth
    labels = ops.take(labels, pick(height, size[0]), axis=1)
    return ops.take(labels, pick(width, size[1]), axis=2)


def _nearest(source, target):
    """Index for each target pixel; halves round up, in whole numbers."""
    gaps = ops.maximum(target - 1, 1)
    steps = ops.arange(target, dtype="int32") * (source - 1)
    return (2 * steps + gaps) // (2 * gaps)


def _every_nth(source, target):
    stride = (source + target - 1) // target
    return ops.arange(target, dtype="int32") * stride
