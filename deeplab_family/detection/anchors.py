"""Anchors: the boxes that each place of a pyramid starts from.

Source: Ren et al., "Faster R-CNN", arXiv:1506.01497, section 3.1.1; one size a
level as in Lin et al., "Feature Pyramid Networks", arXiv:1612.03144, section
4.1.
"""

import numpy as np
from keras import ops


def anchor_grid(height, width, stride, scale, ratios, center):
    """The anchors of one level, row by row, at each place one a ratio.

    Args:
        height, width: of the map, ints or scalar tensors.
        stride: int. Pixels of the image for one of the map.
        scale: float. Side of a square anchor over the stride.
        ratios: heights over widths.
        center: place of an anchor in its cell, in strides: 0.5 is its middle,
            as mmdetection of 2019 has it, 0 its corner, as torchvision has.

    Returns:
        float32 `(height * width * len(ratios), 4)`.
    """
    roots = np.sqrt(ratios)
    half = np.stack([1 / roots, roots], axis=-1) * scale * stride / 2
    around = np.concatenate([-half, half], axis=-1).astype("float32")
    x, y = (
        (ops.cast(ops.arange(size), "float32") + center) * stride
        for size in (width, height)
    )
    x, y = ops.meshgrid(x, y)
    middle = ops.stack([x, y, x, y], axis=-1)
    return ops.reshape(middle[:, :, None] + around, (-1, 4))


def lie_inside(anchors, image_size):
    """Whether anchors do not leave the image: bool `(batch, n)`.

    Args:
        anchors: float32 `(n, 4)`.
        image_size: int32 `(batch, 2)`, height and width.
    """
    height, width = ops.split(ops.cast(image_size, "float32"), 2, axis=-1)
    x1, y1, x2, y2 = ops.unstack(anchors[None], axis=-1)
    return (x1 >= 0) & (y1 >= 0) & (x2 <= width) & (y2 <= height)
