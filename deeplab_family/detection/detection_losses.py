"""Losses of detectors: sums over what was drawn, over how much was drawn.

Sources: Ren et al., arXiv:1506.01497, equation 1; Girshick, arXiv:1504.08083,
equations 2 and 3; He et al., arXiv:1703.06870, section 3.

Under a strategy of several replicas the number drawn is that of all of them, so
that their gradients add up to that of one batch.
"""

from keras import ops

from deeplab_family.backend import sum_over_replicas


def mean_over_batch(values, used):
    """The sum of what is used over how many are used on all replicas.

    Args:
        values: float32 `(batch, n)`.
        used: bool `(batch, n)`.

    Returns:
        float32 scalar; 0 if none is used anywhere.
    """
    weights = ops.cast(used, "float32")
    count = ops.stop_gradient(sum_over_replicas(ops.sum(weights)))
    total = ops.sum(ops.where(used, values, 0.0))
    return total / ops.maximum(count, 1.0)


def binary_cross_entropy(logits, truths):
    """Cross-entropy of each logit with a truth 0..1, without overflow."""
    return (
        ops.maximum(logits, 0.0)
        - logits * truths
        + ops.log1p(ops.exp(-ops.abs(logits)))
    )


def class_cross_entropy(logits, classes):
    """Cross-entropy of logits `(..., n)` with int32 classes `(...)`."""
    likelihood = ops.log_softmax(logits, axis=-1)
    chosen = ops.one_hot(classes, logits.shape[-1], dtype="float32")
    return -ops.sum(likelihood * chosen, axis=-1)


def smooth_l1(differences, beta: float):
    """Summed over the four offsets; quadratic below `beta`."""
    size = ops.abs(differences)
    small = 0.5 * ops.square(size) / beta
    return ops.sum(ops.where(size < beta, small, size - 0.5 * beta), axis=-1)
