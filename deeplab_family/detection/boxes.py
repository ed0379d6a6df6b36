"""Boxes: x1, y1, x2, y2 in pixels, and their code as offsets from another.

Continuous coordinates, width = x2 - x1. Detectron and mmdetection of 2019
counted x2 as the last pixel inside, width = x2 - x1 + 1; that is not built.
"""

import math

from keras import ops
from keras.utils import bounding_boxes

LARGEST_SCALE = math.log(1000 / 16)
"""Most that a logarithm of a side may grow by, as all public code has it."""

RPN_SCALE = (1.0, 1.0, 1.0, 1.0)
ROI_SCALE = (0.1, 0.1, 0.2, 0.2)
"""Standard deviations by which offsets are divided."""

FORMAT = {"anchor_format": "xyxy", "box_format": "xyxy"}


def intersection_over_union(boxes, others):
    """IoU of each pair; 0 where a box has no area.

    Args:
        boxes: float32 `(batch, n, 4)` or `(n, 4)`.
        others: float32 `(batch, m, 4)`.

    Returns:
        float32 `(batch, n, m)`, 0..1.
    """
    return bounding_boxes.compute_iou(boxes, others, "xyxy")


def encode(boxes, anchors, scale):
    """Offsets (dx, dy, dw, dh) of boxes from anchors, of the same shape.

    Source: Girshick et al., arXiv:1311.2524, appendix C.
    """
    return bounding_boxes.encode_box_to_deltas(
        anchors, boxes, encoding_format="center_xywh", variance=scale, **FORMAT
    )


def decode(deltas, anchors, scale):
    """The boxes that `encode` made offsets of."""
    deltas = deltas * ops.convert_to_tensor(scale, "float32")
    size = ops.clip(deltas[..., 2:], -LARGEST_SCALE, LARGEST_SCALE)
    return bounding_boxes.decode_deltas_to_boxes(
        anchors,
        ops.concatenate([deltas[..., :2], size], axis=-1),
        encoded_format="center_xywh",
        **FORMAT,
    )


def clip_to_image(boxes, image_size):
    """Boxes cut off at the edges of the image.

    Args:
        boxes: float32 `(batch, n, 4)`.
        image_size: int32 `(batch, 2)`, height and width.
    """
    height, width = ops.split(ops.cast(image_size, "float32"), 2, axis=-1)
    limit = ops.concatenate([width, height, width, height], axis=-1)
    return ops.maximum(ops.minimum(boxes, limit[:, None]), 0.0)


def sides(boxes):
    """Width and height of boxes `(..., 4)`: a pair of `(...)`."""
    return boxes[..., 2] - boxes[..., 0], boxes[..., 3] - boxes[..., 1]


def gather_rows(values, indices):
    """Rows of each image at these indices.

    Args:
        values: tensor `(batch, n, ...)`.
        indices: int32 `(batch, k)`, 0..n-1.

    Returns:
        Tensor `(batch, k, ...)`.
    """
    batch, rows = ops.shape(values)[:2]
    flat = ops.reshape(values, (batch * rows, *ops.shape(values)[2:]))
    first = ops.arange(batch, dtype="int32")[:, None] * rows
    return ops.take(flat, indices + first, axis=0)
