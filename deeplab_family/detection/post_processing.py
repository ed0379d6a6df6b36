"""Post-processing: the best boxes of each class, at a fixed number.

Source: Girshick, arXiv:1504.08083, section 2.4.
"""

from keras import ops

from deeplab_family.backend import NEVER, suppress_non_maxima
from deeplab_family.detection.boxes import (
    ROI_SCALE,
    clip_to_image,
    decode,
    gather_rows,
)


def best_detections(
    proposals,
    valid,
    logits,
    deltas,
    image_size,
    score_threshold,
    nms_iou,
    number: int,
):
    """Suppresses class by class, then keeps the best of all classes.

    Args:
        proposals: float32 `(batch, n, 4)`.
        valid: bool `(batch, n)`.
        logits: float32 `(batch, n, num_classes + 1)`, the background first.
        deltas: float32 `(batch, n, num_classes + 1, 4)`.
        image_size: int32 `(batch, 2)`.
        score_threshold: float; lower scores are no detections.
        nms_iou: float, overlap from which a box is suppressed.
        number: int, of detections for each image.

    Returns:
        dict of `boxes` float32 `(batch, number, 4)`, `scores` float32
        `(batch, number)` by falling score, and `classes` int32 `(batch,
        number)`, -1 in slots that are left over, whose boxes and scores are 0.
    """
    batch, proposed = ops.shape(logits)[:2]
    num_classes = logits.shape[2] - 1
    flat = (batch, proposed * num_classes)
    scores = ops.softmax(logits, axis=-1)[..., 1:]
    usable = valid[..., None] & (scores > score_threshold)
    scores = ops.reshape(ops.where(usable, scores, NEVER), flat)
    boxes = decode(deltas[:, :, 1:], proposals[:, :, None], ROI_SCALE)
    boxes = clip_to_image(ops.reshape(boxes, (*flat, 4)), image_size)
    classes = ops.broadcast_to(
        ops.arange(num_classes, dtype="int32"), (batch, proposed, num_classes)
    )
    classes = ops.reshape(classes, flat)
    index, kept = suppress_non_maxima(boxes, scores, number, nms_iou, classes)
    return {
        "boxes": ops.where(kept[..., None], gather_rows(boxes, index), 0.0),
        "scores": ops.where(kept, gather_rows(scores, index), 0.0),
        "classes": ops.where(kept, gather_rows(classes, index), -1),
    }
