"""Class shares: how much of a batch belongs to each class."""

from keras import ops

from deeplab_family.backend import sum_over_replicas


def class_shares(labels, weights, num_classes: int):
    """The share of each class in the weight of the global batch.

    Args:
        labels: int32 tensor, each a class.
        weights: float32 tensor of the same shape, each >= 0.
        num_classes: int > 0.

    Returns:
        float32 `(num_classes,)`, sum 1; all 0 where nothing weighs.
    """
    found = ops.segment_sum(
        ops.reshape(weights, (-1,)),
        ops.reshape(labels, (-1,)),
        num_segments=num_classes,
    )
    found = sum_over_replicas(found)
    return found / ops.maximum(ops.sum(found), 1e-8)
