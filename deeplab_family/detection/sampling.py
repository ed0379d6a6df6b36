"""Sampling: a random share of positives, filled up with negatives.

Source: Ren et al., arXiv:1506.01497, section 3.1.3; Girshick, "Fast R-CNN",
arXiv:1504.08083, section 2.3.
"""

from typing import NamedTuple

import keras
from keras import ops


class Sample(NamedTuple):
    """Boxes that were drawn, positives first.

    Attributes:
        index: int32 `(batch, size)`, which of the n boxes; 0 in slots that
            nothing fills.
        positive: bool `(batch, size)`. Only the first `size * share` can be.
        used: bool `(batch, size)`, whether the slot is filled.
    """

    index: object
    positive: object
    used: object


def sample(positive, negative, size: int, positive_share: float, seed):
    """Draws boxes of each image, all with the same chance.

    Args:
        positive, negative: bool `(batch, n)`.
        size: int >= 1, how many at most.
        positive_share: float in 0..1; the most of `size` that are positive.
        seed: `keras.random.SeedGenerator` or int.

    Returns:
        A `Sample`. Where there are few positives, negatives take their place;
        where there are few of both, slots stay unused.
    """
    chance = keras.random.uniform(ops.shape(positive), seed=seed)
    most_positive = int(size * positive_share)
    drawn, found = _draw(positive, chance, most_positive)
    others, left = _draw(negative, chance, size)
    # Positives stand first, so of the negatives as many stay as there is room.
    return _packed(
        ops.concatenate([drawn, others], axis=1),
        ops.concatenate([found, ops.zeros_like(left)], axis=1),
        ops.concatenate([found, left], axis=1),
        size,
    )


def _draw(allowed, chance, size):
    """Indices `(batch, size)` of allowed boxes, and which of them exist."""
    keys = ops.where(allowed, chance, -1.0)
    # So that there are enough; nothing is drawn that is not allowed.
    keys = ops.pad(keys, [(0, 0), (0, size)], constant_values=-1.0)
    keys, index = ops.top_k(keys, size)
    drawn = keys >= 0
    return ops.where(drawn, ops.cast(index, "int32"), 0), drawn


def _packed(index, positive, used, size):
    """The used slots moved to the front, in their order."""
    slots = index.shape[1]
    order = ops.arange(slots, 0, -1, dtype="int32")
    _, place = ops.top_k(order + slots * ops.cast(used, "int32"), size)
    return Sample(
        *(
            ops.take_along_axis(values, place, axis=1)
            for values in (index, positive, used)
        )
    )
