"""Cross entropy over the pixels that have a label.

Source: Chen et al., arXiv:1706.05587, section 4.1: logits at full resolution
against labels as they are; the official code divides by the valid pixels.
"""

import keras
from keras import ops

from deeplab_family.losses.class_shares import class_shares
from deeplab_family.losses.ignore_label import global_mean
from deeplab_family.losses.label_downsampling import LabelDownsampling
from deeplab_family.losses.pixel_loss import PixelLoss
from deeplab_family.losses.pixel_weights import (
    read_class_weights,
    weight_of_each_class,
)


@keras.saving.register_keras_serializable(package="deeplab_family")
class MaskedCrossEntropy(PixelLoss):
    """Sum of the weighted cross entropy of valid pixels, over their weight.

    Without any weights that is their mean. It equals
    `keras.losses.SparseCategoricalCrossentropy(from_logits=True,
    ignore_class=ignore_label, reduction="mean_with_sample_weight")`: weights
    stand in sum and number alike, so only their ratios within a batch matter.
    (Keras' default reduction would divide by the number of pixels, those of
    weight 0 included.)

    Under a distribution strategy sum and weight are those of the global batch,
    so several replicas give the gradient that one would, however unevenly the
    ignored pixels fall on them. A batch that weighs nothing gives 0.

    Args:
        ignore_label: int. Pixels of this label count for nothing.
            Defaults to 255.
        class_weights: one number >= 0 for each class, or a dict
            `{class id: weight}` where classes that are not named weigh 1, or
            None. They multiply the weights of the pixels. A weight that is
            None, as the doctor has it for a class without pixels, is 1.
        label_downsampling: how labels shrink to the size of smaller logits,
            for networks with `upsample_logits=False`: "align_corners" or
            "every_nth" (see `downsample_labels`). None, the default, wants
            both at the same size.
        class_balance: 0..1. A class whose weighted share in the global batch
            is s has its pixels weighed by `s ** -class_balance` too: with 1
            every class that is there counts alike, 0.5 lies halfway, and 0,
            the default, is the plain mean.
        name: name of the loss.

    Call arguments:
        y_true: `(batch, height, width)`, or with a last dimension of 1; class
            ids or `ignore_label`, any numeric dtype.
        y_pred: `(batch, height, width, num_classes)`, logits, any float dtype;
            the computation is in float32. Smaller with `label_downsampling`.
            Pixels that a Keras mask hides weigh 0.
        sample_weight: None, or weights >= 0 of the images, `(batch,)`, or of
            the labels, shaped as `y_true`. They shrink as the labels do.

    Returns:
        float32 scalar. NaN, with a gradient of 0, if an id is neither a class
        nor `ignore_label`, or a weight is negative or not finite, in a program
        compiled by XLA, which cannot raise.

    Raises:
        ValueError: if an argument or a shape is not as above; eagerly, also
            for such an id or weight. In a TensorFlow graph without XLA those
            raise an InvalidArgumentError that names them.
    """

    def __init__(
        self,
        ignore_label=255,
        class_weights=None,
        label_downsampling: LabelDownsampling | None = None,
        class_balance=0.0,
        name="masked_cross_entropy",
    ):
        super().__init__(ignore_label, name, label_downsampling)
        if label_downsampling not in (None, "align_corners", "every_nth"):
            raise ValueError(
                "`label_downsampling` must be 'align_corners', 'every_nth' or "
                f"None. Received: {label_downsampling!r}"
            )
        if not 0 <= class_balance <= 1:
            raise ValueError(
                "`class_balance` must lie in 0 <= balance <= 1. "
                f"Received: {class_balance}"
            )
        self.class_weights = read_class_weights(class_weights)
        self.class_balance = float(class_balance)

    def reduce(self, pixels):
        weights = pixels.weights
        num_classes = pixels.logits.shape[-1]
        if self.class_weights is not None:
            of_each = weight_of_each_class(self.class_weights, num_classes)
            weights *= ops.take(ops.array(of_each, "float32"), pixels.labels)
        if self.class_balance:
            shares = class_shares(pixels.labels, weights, num_classes)
            factors = ops.where(shares > 0, shares, 1.0) ** -self.class_balance
            weights *= ops.take(factors, pixels.labels)
        return global_mean(pixels.cross_entropy, weights)

    def get_config(self):
        return {
            **super().get_config(),
            "class_weights": self.class_weights,
            "label_downsampling": self.label_downsampling,
            "class_balance": self.class_balance,
        }

    @classmethod
    def from_config(cls, config):
        weights = config.get("class_weights")
        if isinstance(weights, dict):  # JSON has made the ids strings
            weights = {int(key): value for key, value in weights.items()}
        return cls(**{**config, "class_weights": weights})
