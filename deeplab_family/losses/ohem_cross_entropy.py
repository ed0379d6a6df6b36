"""Cross entropy over the hard pixels only.

Source: Shrivastava et al., "Training Region-based Object Detectors with Online
Hard Example Mining", arXiv:1604.03540, for pixels as in the released code of
GALD (arXiv:1909.07229).
"""

import math

import keras
from keras import ops

from deeplab_family.losses.ignore_label import global_mean
from deeplab_family.losses.label_downsampling import LabelDownsampling
from deeplab_family.losses.pixel_loss import ClassWeightedLoss


@keras.saving.register_keras_serializable(package="deeplab_family")
class OHEMCrossEntropy(ClassWeightedLoss):
    """Mean cross entropy of the pixels the network is unsure of.

    Kept is every pixel whose true class has at most the probability
    `threshold`. Where those are fewer than `min_kept`, the `min_kept` least
    probable ones are kept, or all if there are no more. Ignored pixels, and
    those of weight 0, are never kept.

    Args:
        threshold: float, 0 < threshold <= 1. Defaults to 0.7.
        min_kept: int >= 0, pixels of one replica's batch.
            Defaults to 100,000.
        ignore_label: int. Pixels of this label count for nothing.
            Defaults to 255.
        class_weights, label_downsampling: see `MaskedCrossEntropy`. Which
            pixels are hard does not depend on class weights.
        name: name of the loss.

    Call arguments:
        y_true: `(batch, height, width)`, or with a last dimension of 1; class
            ids or `ignore_label`, any numeric dtype.
        y_pred: `(batch, height, width, num_classes)`, logits, any float dtype;
            the computation is in float32. Pixels that a Keras mask hides weigh
            0.
        sample_weight: None, or weights >= 0 of the images, `(batch,)`, or of
            the pixels, shaped as `y_true`. Which pixels are hard does not
            depend on them.

    Returns:
        float32 scalar: the weighted sum over the kept pixels of all replicas,
        divided by their weight; their mean without weights. Each replica mines
        its own pixels. NaN, with a gradient of 0, where `MaskedCrossEntropy`
        is.

    Raises:
        ValueError: if an argument is outside of its range, and where
            `MaskedCrossEntropy` raises it.
    """

    def __init__(
        self,
        threshold=0.7,
        min_kept=100_000,
        ignore_label=255,
        class_weights=None,
        label_downsampling: LabelDownsampling | None = None,
        name="ohem_cross_entropy",
    ):
        super().__init__(ignore_label, name, label_downsampling, class_weights)
        if not 0 < threshold <= 1:
            raise ValueError(
                "`threshold` must lie in 0 < threshold <= 1. "
                f"Received: {threshold}"
            )
        if not min_kept >= 0 or min_kept != int(min_kept):
            raise ValueError(
                f"`min_kept` must be a whole number >= 0. Received: {min_kept}"
            )
        self.threshold = threshold
        self.min_kept = int(min_kept)

    def reduce(self, pixels):
        counted = pixels.weights > 0
        # A loss of 0 is a probability of 1: the last to be kept.
        losses = ops.where(counted, pixels.cross_entropy, 0.0)
        hard = losses >= self._lowest_kept(ops.stop_gradient(losses))
        kept = ops.cast(ops.logical_and(counted, hard), "float32")
        return global_mean(losses, kept * self.weights_of_pixels(pixels))

    def get_config(self):
        return {
            **super().get_config(),
            "threshold": self.threshold,
            "min_kept": self.min_kept,
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
