"""Cross entropy over the pixels that have a label.

Source: Chen et al., arXiv:1706.05587, section 4.1: logits at full resolution
against labels as they are; the official code divides by the valid pixels.
"""

import keras
from keras import ops

from deeplab_family.losses.class_shares import class_shares
from deeplab_family.losses.ignore_label import global_mean
from deeplab_family.losses.label_downsampling import LabelDownsampling
from deeplab_family.losses.pixel_loss import ClassWeightedLoss


@keras.saving.register_keras_serializable(package="deeplab_family")
class MaskedCrossEntropy(ClassWeightedLoss):
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
        label_smoothing: 0 <= share < 1 of each label that is spread evenly
            over all classes, its own too: the loss is `(1 - share)` times the
            cross entropy plus `share` times its mean over the classes. Source:
            Szegedy et al., arXiv:1512.00567, section 7. Defaults to 0.
        name: name of the loss.

    Call arguments:
        y_true: `(batch, height, width)`, or with a last dimension of 1; class
            ids or `ignore_label`, any numeric dtype.
        y_pred: `(batch, height, width, num_classes)`, logits, any float dtype;
            the computation is in float32. Smaller with `label_downsampling`.
            Pixels that a Keras mask hides weigh 0. A single logit is that of
            class 1, held against a logit of 0 for class 0: softmax is then the
            sigmoid.
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
        label_smoothing=0.0,
        name="masked_cross_entropy",
    ):
        super().__init__(ignore_label, name, label_downsampling, class_weights)
        if not 0 <= class_balance <= 1:
            raise ValueError(
                "`class_balance` must lie in 0 <= balance <= 1. "
                f"Received: {class_balance}"
            )
        if not 0 <= label_smoothing < 1:
            raise ValueError(
                "`label_smoothing` must lie in 0 <= share < 1. "
                f"Received: {label_smoothing}"
            )
        self.class_balance = float(class_balance)
        self.label_smoothing = float(label_smoothing)

    def reduce(self, pixels):
        weights = self.weights_of_pixels(pixels)
        if self.class_balance:
            num_classes = pixels.logits.shape[-1]
            shares = class_shares(pixels.labels, weights, num_classes)
            factors = ops.where(shares > 0, shares, 1.0) ** -self.class_balance
            weights *= ops.take(factors, pixels.labels)
        return global_mean(self._losses(pixels), weights)

    def _losses(self, pixels):
        losses = pixels.cross_entropy
        if not self.label_smoothing:
            return losses
        of_even_labels = ops.logsumexp(pixels.logits, axis=-1) - ops.mean(
            pixels.logits, axis=-1
        )
        return losses + self.label_smoothing * (of_even_labels - losses)

    def get_config(self):
        return {
            **super().get_config(),
            "class_balance": self.class_balance,
            "label_smoothing": self.label_smoothing,
        }
