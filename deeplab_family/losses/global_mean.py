"""The mean over the pixels of all replicas."""

from keras import ops

from deeplab_family.backend import sum_over_replicas


def global_mean(losses, weights):
    """This replica's share of the mean over the global batch.

    The shares of all replicas add up to the weighted mean; nothing to weigh
    gives 0.

    Args:
        losses: float32 tensor.
        weights: float32 tensor of the same shape, each >= 0.

    Returns:
        float32 scalar.
    """
    total = sum_over_replicas(ops.sum(weights))
    return ops.sum(losses * weights) / ops.maximum(total, 1e-8)
