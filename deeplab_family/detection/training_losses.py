"""Training losses: from the answers of both stages and the truth."""

from typing import NamedTuple

from keras import ops

from deeplab_family.detection.anchors import lie_inside
from deeplab_family.detection.boxes import (
    ROI_SCALE,
    RPN_SCALE,
    encode,
    gather_rows,
    intersection_over_union,
    sides,
)
from deeplab_family.detection.detection_losses import (
    binary_cross_entropy,
    class_cross_entropy,
    mean_over_batch,
    smooth_l1,
)
from deeplab_family.detection.mask_targets import crop_masks
from deeplab_family.detection.matching import match
from deeplab_family.detection.sampling import sample


class Truths(NamedTuple):
    """The objects of each image.

    Attributes:
        boxes: float32 `(batch, m, 4)`, m >= 1.
        classes: int32 `(batch, m)`, -1 in empty slots.
        usable: bool `(batch, m)`: there, not ignored, and of some area.
        masks: uint8 `(batch, m, height, width)`, or None.
    """

    boxes: object
    classes: object
    usable: object
    masks: object


class DrawnRegions(NamedTuple):
    """Proposals that were drawn for the second stage.

    Attributes:
        boxes: float32 `(batch, n, 4)`.
        index: int32 `(batch, n)`, the object of a positive.
        positive, used: bool `(batch, n)`; positives come first.
    """

    boxes: object
    index: object
    positive: object
    used: object


def read_truths(batch: dict) -> Truths:
    """The truth of a training batch, with one empty slot more."""
    boxes = _padded(ops.cast(batch["boxes"], "float32"), 0.0)
    classes = _padded(ops.cast(batch["classes"], "int32"), -1)
    ignored = _padded(ops.cast(batch["ignored"], "bool"), False)
    width, height = sides(boxes)
    usable = (classes >= 0) & ~ignored & (width > 0) & (height > 0)
    masks = batch.get("masks")
    if masks is not None:
        masks = _padded(masks, 0)
    return Truths(boxes, classes, usable, masks)


def first_stage_losses(levels, truths: Truths, image_size, config, seed):
    """Losses of the region proposal head: dict of two scalars.

    Args:
        levels: for each level `(objectness, deltas, anchors)`, see `propose`.
        truths: of `read_truths`.
        image_size: int32 `(batch, 2)`.
        config: a `FasterRCNNConfig`.
        seed: `keras.random.SeedGenerator`.
    """
    objectness = ops.concatenate([level[0] for level in levels], axis=1)
    deltas = ops.concatenate([level[1] for level in levels], axis=1)
    anchors = ops.concatenate([level[2] for level in levels], axis=0)
    candidates = None
    if not config.keep_border_anchors:
        candidates = lie_inside(anchors, image_size)
    matched = match(
        intersection_over_union(anchors, truths.boxes),
        truths.usable,
        config.rpn_positive_iou,
        config.rpn_negative_iou,
        config.rpn_negative_iou,
        candidates,
    )
    drawn = sample(
        matched.positive,
        matched.negative,
        config.rpn_samples,
        config.rpn_positive_share,
        seed,
    )
    object_index = gather_rows(matched.index, drawn.index)
    wanted = encode(
        gather_rows(truths.boxes, object_index),
        ops.take(anchors, drawn.index, axis=0),
        RPN_SCALE,
    )
    off = gather_rows(deltas, drawn.index) - wanted
    loss = binary_cross_entropy(
        gather_rows(objectness, drawn.index),
        ops.cast(drawn.positive, "float32"),
    )
    sized = ops.where(drawn.positive, smooth_l1(off, config.rpn_box_beta), 0.0)
    return {
        "rpn_objectness": mean_over_batch(loss, drawn.used),
        "rpn_box": mean_over_batch(sized, drawn.used),
    }


def draw_regions(proposals, valid, truths: Truths, config, seed):
    """Proposals and true boxes, matched and drawn: `DrawnRegions`."""
    boxes = ops.concatenate([proposals, truths.boxes], axis=1)
    candidates = ops.concatenate([valid, truths.usable], axis=1)
    threshold = config.roi_positive_iou
    matched = match(
        intersection_over_union(boxes, truths.boxes),
        truths.usable,
        threshold,
        threshold,
        threshold,
        candidates,
    )
    drawn = sample(
        matched.positive,
        matched.negative,
        config.roi_samples,
        config.roi_positive_share,
        seed,
    )
    return DrawnRegions(
        gather_rows(boxes, drawn.index),
        gather_rows(matched.index, drawn.index),
        drawn.positive,
        drawn.used,
    )


def box_losses(logits, deltas, regions: DrawnRegions, truths, config):
    """Losses of the box head: dict of two scalars.

    Args:
        logits: float32 `(batch, n, num_classes + 1)`, the background first.
        deltas: float32 `(batch, n, num_classes + 1, 4)`.
        regions: what the head saw.
        truths: of `read_truths`.
        config: a `FasterRCNNConfig`.
    """
    classes = region_classes(regions, truths)
    wanted = encode(
        gather_rows(truths.boxes, regions.index), regions.boxes, ROI_SCALE
    )
    own = ops.one_hot(classes, logits.shape[-1], dtype="float32")
    off = ops.sum(deltas * own[..., None], axis=2) - wanted
    sized = ops.where(regions.positive, smooth_l1(off, config.box_beta), 0.0)
    return {
        "box_class": mean_over_batch(
            class_cross_entropy(logits, classes), regions.used
        ),
        "box_delta": mean_over_batch(sized, regions.used),
    }


def region_classes(regions: DrawnRegions, truths: Truths):
    """int32 `(batch, n)`: 0 the background, class + 1 of a positive."""
    classes = gather_rows(truths.classes, regions.index) + 1
    return ops.where(regions.positive, classes, 0)


def mask_loss(logits, regions: DrawnRegions, truths: Truths):
    """Loss of the mask head, over the pixels of all positives: a scalar.

    Args:
        logits: float32 `(batch, n, size, size, num_classes + 1)`.
        regions: what the head saw.
        truths: of `read_truths`.
    """
    classes = region_classes(regions, truths)
    own = own_masks(logits, classes)
    index = ops.where(regions.positive, regions.index, 0)
    wanted = crop_masks(truths.masks, index, regions.boxes, logits.shape[2])
    losses = ops.mean(binary_cross_entropy(own, wanted), axis=(2, 3))
    return mean_over_batch(losses, regions.positive)


def own_masks(logits, channels):
    """Logits of each mask in the channel of its class.

    Args:
        logits: float32 `(batch, n, size, size, c)`.
        channels: int32 `(batch, n)`, 0..c-1.

    Returns:
        float32 `(batch, n, size, size)`.
    """
    own = ops.one_hot(channels, logits.shape[-1], dtype=logits.dtype)
    return ops.sum(logits * own[:, :, None, None], axis=-1)


def _padded(values, empty):
    """One empty slot more, so that there is one to match with."""
    rest = [(0, 0)] * (len(values.shape) - 2)
    if values.dtype == "bool":
        return ops.pad(ops.cast(values, "int32"), [(0, 0), (0, 1), *rest]) > 0
    return ops.pad(values, [(0, 0), (0, 1), *rest], constant_values=empty)
