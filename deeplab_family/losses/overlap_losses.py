"""Overlap losses: Dice and Tversky, of the classes of a whole batch."""

import keras
from keras import ops

from deeplab_family.backend import replica_count, sum_over_replicas
from deeplab_family.losses.label_downsampling import LabelDownsampling
from deeplab_family.losses.pixel_loss import ClassWeightedLoss


@keras.saving.register_keras_serializable(package="deeplab_family")
class TverskyLoss(ClassWeightedLoss):
    """One minus the Tversky index, a mean over the classes that are labeled.

    With p the probability that a pixel has the class and g 1 where it has:

        index = sum(p g) / (sum(p g) + alpha sum(p (1 - g))
                            + beta sum((1 - p) g))

    The sums run over the valid pixels of the global batch, of all replicas,
    each pixel times its weight. A class that is nowhere labeled in it has no
    index and is left out of the mean; nothing labeled at all gives 0.

    Source: Salehi et al., "Tversky loss function for image segmentation using
    3D fully convolutional deep networks", arXiv:1706.05721, section 2.2.

    Args:
        alpha: float >= 0, cost of pixels wrongly given the class.
        beta: float > 0, cost of pixels of the class that are missed. The
            paper's best, 0.3 and 0.7, are the defaults; 0.5 and 0.5 is Dice,
            1 and 1 the intersection over union.
        class_weights: as for `MaskedCrossEntropy`, but of the classes in the
            mean: `{0: 0.0}` leaves the background out.
        ignore_label, label_downsampling, name: see `MaskedCrossEntropy`.

    Call arguments, returns: see `MaskedCrossEntropy`; the loss is in 0..1.

    Raises:
        ValueError: if alpha or beta is outside of its range, and where
            `MaskedCrossEntropy` raises it.
    """

    def __init__(
        self,
        alpha=0.3,
        beta=0.7,
        ignore_label=255,
        class_weights=None,
        label_downsampling: LabelDownsampling | None = None,
        name="tversky",
    ):
        super().__init__(ignore_label, name, label_downsampling, class_weights)
        if not 0 <= alpha < float("inf"):
            raise ValueError(
                f"`alpha` must be >= 0 and finite. Received: {alpha}"
            )
        if not 0 < beta < float("inf"):
            raise ValueError(f"`beta` must be > 0 and finite. Received: {beta}")
        self.alpha, self.beta = float(alpha), float(beta)

    def reduce(self, pixels):
        overlap, predicted, labeled = _sums_of_classes(pixels)
        wrong = ops.maximum(predicted - overlap, 0.0)
        missed = ops.maximum(labeled - overlap, 0.0)
        whole = overlap + self.alpha * wrong + self.beta * missed
        index = overlap / ops.where(whole > 0, whole, 1.0)
        weights = self.weights_of_classes(pixels.logits.shape[-1])
        weights *= ops.cast(labeled > 0, "float32")
        mean = ops.sum(weights * (1.0 - index)) / ops.maximum(
            ops.sum(weights), 1e-8
        )
        # All replicas know all of it, and their shares are added up.
        return mean / replica_count()

    def get_config(self):
        return {
            **super().get_config(),
            "alpha": self.alpha,
            "beta": self.beta,
        }


@keras.saving.register_keras_serializable(package="deeplab_family")
class DiceLoss(TverskyLoss):
    """One minus the Dice coefficient, a mean over the classes labeled.

    `2 sum(p g) / (sum(p) + sum(g))` in the words of `TverskyLoss`, which it is
    with alpha and beta 0.5. Milletari et al. square p and g in the lower sums;
    these are the plain ones.

    Source: Milletari et al., "V-Net", arXiv:1606.04797, section 3; Drozdzal et
    al., arXiv:1608.04117, equation 2, for the plain sums.

    Args:
        ignore_label, class_weights, label_downsampling, name: see
            `TverskyLoss`.

    Call arguments, returns, raises: see `TverskyLoss`.
    """

    def __init__(
        self,
        ignore_label=255,
        class_weights=None,
        label_downsampling: LabelDownsampling | None = None,
        name="dice",
    ):
        super().__init__(
            0.5, 0.5, ignore_label, class_weights, label_downsampling, name
        )

    def get_config(self):
        config = super().get_config()
        del config["alpha"], config["beta"]
        return config


def _sums_of_classes(pixels):
    """Weighted sums of p g, p and g over all replicas, each `(classes,)`."""
    num_classes = pixels.logits.shape[-1]
    of_true_class = ops.exp(-pixels.cross_entropy)
    by_label = [
        ops.segment_sum(
            ops.reshape(values, (-1,)),
            ops.reshape(pixels.labels, (-1,)),
            num_segments=num_classes,
        )
        for values in (pixels.weights * of_true_class, pixels.weights)
    ]
    probabilities = ops.softmax(pixels.logits, axis=-1)
    predicted = ops.einsum("bhwc,bhw->c", probabilities, pixels.weights)
    sums = ops.stack([by_label[0], predicted, by_label[1]])
    sums = sum_over_replicas(sums)
    return sums[0], sums[1], sums[2]
