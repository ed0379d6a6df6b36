"""Matching: the object that each anchor or proposal answers for.

Source: Ren et al., arXiv:1506.01497, section 3.1.2; ties as mmdetection has
them.
"""

from typing import NamedTuple

from keras import ops


class Match(NamedTuple):
    """Matches of n boxes with the objects that they answer for.

    Attributes:
        index: int32 `(batch, n)`, the object; only of positives a meaning.
        positive, negative: bool `(batch, n)`; a box that is neither is left
            out of the loss.
    """

    index: object
    positive: object
    negative: object


def match(iou, usable, positive_iou, negative_iou, least_iou, candidates=None):
    """Matches boxes with objects.

    A box is positive that overlaps an object by `positive_iou` or more;
    negative that overlaps none by `negative_iou`. Then each object claims the
    boxes that overlap it most, all that are equal, if by `least_iou` or more;
    of two objects that claim the same box the later one has it.

    Args:
        iou: float32 `(batch, n, m)`, of boxes and objects, m >= 1.
        usable: bool `(batch, m)`; other objects (none there, crowds, difficult
            ones) are as if they were not there.
        positive_iou, negative_iou, least_iou: floats in 0..1.
        candidates: None, or bool `(batch, n)`; other boxes are neither
            positive nor negative.
    """
    iou = ops.where(usable[:, None], iou, -1.0)
    if candidates is not None:
        iou = ops.where(candidates[..., None], iou, -1.0)
    best = ops.max(iou, axis=-1)
    index = ops.cast(ops.argmax(iou, axis=-1), "int32")
    most = ops.max(iou, axis=1, keepdims=True)
    claims = (iou == most) & (most >= least_iou)
    order = ops.arange(ops.shape(iou)[-1], dtype="int32")
    claimant = ops.max(ops.where(claims, order, -1), axis=-1)
    claimed = claimant >= 0
    positive = claimed | (best >= positive_iou)
    negative = ~positive & (best < negative_iou)
    if candidates is not None:
        negative = negative & candidates
    return Match(ops.where(claimed, claimant, index), positive, negative)
