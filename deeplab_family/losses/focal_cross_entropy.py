"""Focal loss: cross entropy that easy pixels hardly add to.

Source: Lin et al., "Focal Loss for Dense Object Detection", arXiv:1708.02002,
section 3.
"""

import keras
from keras import ops

from deeplab_family.losses.ignore_label import global_mean
from deeplab_family.losses.label_downsampling import LabelDownsampling
from deeplab_family.losses.pixel_loss import ClassWeightedLoss

SMALLEST = 1e-7
"""Of `1 - p`: below it, powers under 1 have no finite gradient."""


@keras.saving.register_keras_serializable(package="deeplab_family")
class FocalCrossEntropy(ClassWeightedLoss):
    """Weighted mean of `-(1 - p) ** gamma * log(p)` over the valid pixels.

    p is the probability of the pixel's true class. The paper divides by the
    number of objects; pixels have none, so it is the weight of the valid
    pixels of the global batch here, as in `MaskedCrossEntropy`.

    Args:
        gamma: float >= 0; the paper's best, 2, is the default. 0 is the plain
            cross entropy.
        ignore_label, class_weights, label_downsampling, name: see
            `MaskedCrossEntropy`. Class weights are the paper's alpha, but stand
            in the sum of weights too.

    Call arguments, returns: see `MaskedCrossEntropy`.

    Raises:
        ValueError: if gamma is negative or not finite, and where
            `MaskedCrossEntropy` raises it.
    """

    def __init__(
        self,
        gamma=2.0,
        ignore_label=255,
        class_weights=None,
        label_downsampling: LabelDownsampling | None = None,
        name="focal_cross_entropy",
    ):
        super().__init__(ignore_label, name, label_downsampling, class_weights)
        if not 0 <= gamma < float("inf"):
            raise ValueError(
                f"`gamma` must be >= 0 and finite. Received: {gamma}"
            )
        self.gamma = float(gamma)

    def reduce(self, pixels):
        # 1 - exp(-x), exact for small x
        missing = ops.maximum(-ops.expm1(-pixels.cross_entropy), SMALLEST)
        losses = pixels.cross_entropy * missing**self.gamma
        return global_mean(losses, self.weights_of_pixels(pixels))

    def get_config(self):
        return {**super().get_config(), "gamma": self.gamma}
