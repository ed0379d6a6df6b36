"""Region proposals: the best boxes of the first stage.

Source: Ren et al., arXiv:1506.01497, section 3.3; level by level as in Lin et
al., arXiv:1612.03144, section 5.1.
"""

from keras import ops

from deeplab_family.backend import NEVER, suppress_non_maxima
from deeplab_family.detection.boxes import (
    RPN_SCALE,
    clip_to_image,
    decode,
    gather_rows,
    sides,
)


def propose(
    levels, image_size, before_nms, after_nms, iou_threshold, smallest_side
):
    """Boxes to look at more closely.

    Args:
        levels: for each level of the pyramid `(objectness, deltas, anchors)`:
            float32 logits `(batch, n)`, `(batch, n, 4)` and `(n, 4)`.
        image_size: int32 `(batch, 2)`, height and width.
        before_nms: int. The best of each level that are looked at.
        after_nms: int. The best of all levels that are kept.
        iou_threshold: float, of the suppression within a level.
        smallest_side: float, pixels; smaller boxes are no proposals.

    Returns:
        `(boxes, scores, valid)`: float32 `(batch, after_nms, 4)`, float32
        logits and bool `(batch, after_nms)`; slots left over are zero boxes.
    """
    parts = [_best(*level, image_size, before_nms) for level in levels]
    boxes = ops.concatenate([boxes for boxes, _ in parts], axis=1)
    scores = ops.concatenate([scores for _, scores in parts], axis=1)
    groups = ops.concatenate(
        [
            ops.full_like(scores, index, dtype="int32")
            for index, (_, scores) in enumerate(parts)
        ],
        axis=1,
    )
    width, height = sides(boxes)
    usable = (width > smallest_side) & (height > smallest_side)
    index, valid = suppress_non_maxima(
        boxes,
        ops.where(usable, scores, NEVER),
        after_nms,
        iou_threshold,
        groups,
    )
    boxes = ops.where(valid[..., None], gather_rows(boxes, index), 0.0)
    return boxes, gather_rows(scores, index), valid


def _best(objectness, deltas, anchors, image_size, count):
    number = ops.shape(objectness)[1]
    if isinstance(number, int):
        count = min(count, number)
    else:
        count = ops.minimum(count, number)
    scores, index = ops.top_k(objectness, count)
    index = ops.cast(index, "int32")
    boxes = decode(
        gather_rows(deltas, index), ops.take(anchors, index, axis=0), RPN_SCALE
    )
    return clip_to_image(boxes, image_size), scores
