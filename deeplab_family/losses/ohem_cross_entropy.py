"""Cross entropy over the hard pixels only.

Source: Shrivastava et al., "Training Region-based Object Detectors with Online
Hard Example Mining", arXiv:1604.03540, for pixels as in the released code of
GALD (arXiv:1909.07229).
"""

import math

import keras
from keras import ops

from deeplab_family.losses.global_mean import global_mean


@keras.saving.register_keras_serializable(package="deeplab_family")
class OHEMCrossEntropy(keras.losses.Loss):
    """Mean cross entropy of the pixels the network is unsure of.

    Kept is every pixel whose true class has at most the probability
    `threshold`. Where those are fewer than `min_kept`, the `min_kept` least
    probable ones are kept, or all if there are no more. Ignored pixels are
    never kept.

    Args:
        threshold: float, 0 < threshold <= 1. Defaults to 0.7.
        min_kept: int >= 0, pixels of one replica's batch.
            Defaults to 100,000.
        ignore_label: int. Pixels of this label count for nothing.
            Defaults to 255.
        name: name of the loss.

    Call arguments:
        y_true: `(batch, height, width)`, class ids, any numeric dtype.
        y_pred: `(batch, height, width, num_classes)`, logits, any float dtype;
            the computation is in float32.

    Returns:
        float32 scalar: the sum over the kept pixels of all replicas, divided
        by their number. Each replica mines its own pixels.

    Raises:
        ValueError: if an argument is outside of its range.
    """

    def __init__(
        self,
        threshold=0.7,
        min_kept=100_000,
        ignore_label=255,
        name="ohem_cross_entropy",
        **kwargs,
    ):
        # `global_mean` has already taken the replicas into account.
        kwargs["reduction"] = "sum"
        super().__init__(name=name, dtype="float32", **kwargs)
        if not 0 < threshold <= 1:
            raise ValueError(
                "`threshold` must lie in 0 < threshold <= 1. "
                f"Received: {threshold}"
            )
        if min_kept < 0:
            raise ValueError(f"`min_kept` must be >= 0. Received: {min_kept}")
        self.threshold = threshold
        self.min_kept = min_kept
        self.ignore_label = ignore_label

    def call(self, y_true, y_pred):
        labels = ops.cast(y_true, "int32")
        valid = labels != self.ignore_label
        losses = ops.sparse_categorical_crossentropy(
            ops.where(valid, labels, 0),
            ops.cast(y_pred, "float32"),
            from_logits=True,
        )
        # A loss of 0 is a probability of 1: the last to be kept.
        losses = ops.where(valid, losses, 0.0)
        hard = losses >= self._lowest_kept(ops.stop_gradient(losses))
        kept = ops.logical_and(valid, hard)
        return global_mean(losses, ops.cast(kept, "float32"))

    def get_config(self):
        return {
            "name": super().get_config()["name"],
            "threshold": self.threshold,
            "min_kept": self.min_kept,
            "ignore_label": self.ignore_label,
        }

    def _lowest_kept(self, losses):
        """The loss from which on pixels are kept."""
        at_threshold = -math.log(self.threshold)
        hard = ops.sum(ops.cast(losses >= at_threshold, "int32"))
        # Only where few are hard need millions of pixels be sorted.
        return ops.cond(
            hard >= self.min_kept,
            lambda: ops.full((), at_threshold, "float32"),
            lambda: self._kth_largest(losses),
        )

    def _kth_largest(self, losses):
        ordered = ops.sort(ops.reshape(losses, (-1,)))
        index = ops.shape(ordered)[0] - self.min_kept
        return ops.take(ordered, ops.maximum(index, 0))
