"""Non-maximum suppression: the best of boxes that cover the same thing.

TensorFlow has it as an operation, also in TFLite; elsewhere it is a loop over
the boxes that are kept.
"""

import keras
from keras import ops

NEVER = float("-inf")
"""Score of a box that is not to be kept."""


def suppress_non_maxima(
    boxes, scores, max_boxes: int, iou_threshold: float, groups=None
):
    """Keeps boxes by falling score, none that overlaps a kept one.

    Args:
        boxes: float32 `(batch, n, 4)`, corners, x2 >= x1 and y2 >= y1 >= 0.
        scores: float32 `(batch, n)`; `NEVER` leaves a box out.
        max_boxes: int >= 1. How many are kept of each image.
        iou_threshold: float in 0..1. A box goes if its intersection over union
            with a kept one is larger.
        groups: None, or int32 `(batch, n)`; boxes of different groups (pyramid
            levels, classes) do not see each other.

    Returns:
        `(indices, kept)`: int32 `(batch, max_boxes)`, and bool of that shape,
        False for slots that are left over, whose index is 0.
    """
    if groups is not None:
        # Far apart, they cannot overlap.
        distance = ops.max(boxes) + 1.0
        boxes = boxes + (ops.cast(groups, "float32") * distance)[..., None]
    if keras.backend.backend() == "tensorflow":
        return _by_tensorflow(boxes, scores, max_boxes, iou_threshold)
    return _by_loop(boxes, scores, max_boxes, iou_threshold)


def _by_tensorflow(boxes, scores, max_boxes, iou_threshold):
    import tensorflow as tf

    def of_image(image):
        indices, count = tf.raw_ops.NonMaxSuppressionV4(
            boxes=image[0],
            scores=image[1],
            max_output_size=max_boxes,
            iou_threshold=iou_threshold,
            score_threshold=NEVER,
            pad_to_max_output_size=True,
        )
        return tf.ensure_shape(indices, (max_boxes,)), count

    if boxes.shape[0] == 1:  # no loop in what is exported for one image
        indices, count = of_image((boxes[0], scores[0]))
        indices, count = indices[None], count[None]
    else:
        indices, count = tf.map_fn(
            of_image,
            (boxes, scores),
            fn_output_signature=(tf.int32, tf.int32),
        )
        indices = tf.ensure_shape(indices, (None, max_boxes))
    return indices, tf.range(max_boxes) < count[:, None]


def _by_loop(boxes, scores, max_boxes, iou_threshold):
    x1, y1, x2, y2 = ops.unstack(boxes, axis=-1)
    area = (x2 - x1) * (y2 - y1)
    slots = ops.arange(max_boxes)

    def step(slot, state):
        scores, indices, kept = state
        best = ops.cast(ops.argmax(scores, axis=-1), "int32")[:, None]
        here = slots[None] == slot
        found = ops.take_along_axis(scores, best, axis=1) > NEVER
        indices = ops.where(here & found, best, indices)
        kept = ops.where(here, found, kept)
        b1, c1, b2, c2, own = (
            ops.take_along_axis(side, best, axis=1)
            for side in (x1, y1, x2, y2, area)
        )
        width = ops.maximum(ops.minimum(x2, b2) - ops.maximum(x1, b1), 0.0)
        height = ops.maximum(ops.minimum(y2, c2) - ops.maximum(y1, c1), 0.0)
        shared = width * height
        covered = shared > iou_threshold * (area + own - shared)
        itself = ops.arange(boxes.shape[1])[None] == best
        gone = covered | itself
        return ops.where(gone, NEVER, scores), indices, kept

    shape = (boxes.shape[0], max_boxes)
    start = (scores, ops.zeros(shape, "int32"), ops.zeros(shape, "bool"))
    _, indices, kept = ops.fori_loop(0, max_boxes, step, start)
    return indices, kept
