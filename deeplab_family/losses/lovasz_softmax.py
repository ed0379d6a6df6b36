"""Lovász-softmax: a smooth surrogate of the intersection over union.

Source: Berman et al., "The Lovász-Softmax loss: A tractable surrogate for the
optimization of the intersection-over-union measure in neural networks",
arXiv:1705.08790, section 3 and algorithm 1.
"""

import keras
from keras import ops

from deeplab_family.losses.ignore_label import global_mean
from deeplab_family.losses.label_downsampling import LabelDownsampling
from deeplab_family.losses.pixel_loss import ClassWeightedLoss


@keras.saving.register_keras_serializable(package="deeplab_family")
class LovaszSoftmax(ClassWeightedLoss):
    """Lovász extension of the Jaccard loss, a mean over the labeled classes.

    Of each class, the errors of the valid pixels (1 - p where it is labeled, p
    elsewhere) are sorted, the largest first, and each is multiplied by what
    its pixel adds to one minus the intersection over union. Weights of pixels
    weigh them in both areas. A class that is not labeled is left out of the
    mean.

    What is sorted together is the whole batch, or with `per_image` each image;
    then the loss is the mean over the images that have a valid pixel, each
    times the mean weight of its valid pixels. **A replica sorts its own
    batch**: without `per_image` the loss is the mean of the replicas', each
    times the weight of its valid pixels, which is not what one replica would
    have. With `per_image` it is.

    All classes are sorted at once, in float32 maps of the size of the logits:
    of the losses here it takes by far the most time and memory.

    Args:
        per_image: bool, whether to sort each image by itself. Defaults to
            False, as in the paper's experiments on Cityscapes.
        class_weights: as for `MaskedCrossEntropy`, but of the classes in the
            mean: `{0: 0.0}` leaves the background out.
        ignore_label, label_downsampling, name: see `MaskedCrossEntropy`.

    Call arguments, returns: see `MaskedCrossEntropy`; the loss is in 0..1.

    Raises:
        ValueError: if `per_image` is no bool, and where `MaskedCrossEntropy`
            raises it.
    """

    def __init__(
        self,
        per_image=False,
        ignore_label=255,
        class_weights=None,
        label_downsampling: LabelDownsampling | None = None,
        name="lovasz_softmax",
    ):
        super().__init__(ignore_label, name, label_downsampling, class_weights)
        if not isinstance(per_image, bool):
            raise ValueError(
                f"`per_image` must be True or False. Received: {per_image!r}"
            )
        self.per_image = per_image

    def reduce(self, pixels):
        num_classes = pixels.logits.shape[-1]
        groups = ops.shape(pixels.labels)[0] if self.per_image else 1
        labels = ops.reshape(pixels.labels, (groups, -1))
        weights = ops.reshape(pixels.weights, (groups, -1))
        probabilities = ops.reshape(
            ops.softmax(pixels.logits, axis=-1), (groups, -1, num_classes)
        )
        losses, labeled = _losses_of_classes(probabilities, labels, weights)
        of_classes = self.weights_of_classes(num_classes)
        of_classes = of_classes * ops.cast(labeled > 0, "float32")
        losses = ops.sum(losses * of_classes, axis=-1) / ops.maximum(
            ops.sum(of_classes, axis=-1), 1e-8
        )
        return global_mean(losses, self._weights_of_groups(weights))

    def get_config(self):
        return {**super().get_config(), "per_image": self.per_image}

    def _weights_of_groups(self, weights):
        total = ops.sum(weights, axis=-1)
        if not self.per_image:
            return total
        count = ops.sum(ops.cast(weights > 0, "float32"), axis=-1)
        return total / ops.maximum(count, 1.0)


def _losses_of_classes(probabilities, labels, weights):
    """The Lovász extension of each class, and the weight of its labels.

    Args:
        probabilities: float32 `(groups, pixels, num_classes)`.
        labels: int32 `(groups, pixels)`.
        weights: float32 `(groups, pixels)`, 0 for pixels that do not count.

    Returns:
        Two float32 tensors `(groups, num_classes)`.
    """
    classes = ops.arange(probabilities.shape[-1], dtype="int32")[:, None]
    probabilities = ops.transpose(probabilities, (0, 2, 1))
    is_class = ops.equal(labels[:, None], classes)
    errors = ops.where(is_class, 1.0 - probabilities, probabilities)
    errors, order = ops.top_k(errors, ops.shape(errors)[-1])
    # One map to reorder: weights above 0 are within the class, below outside.
    sides = ops.where(is_class, weights[:, None], -weights[:, None])
    sides = ops.take_along_axis(sides, order, axis=-1)
    inside, outside = ops.relu(sides), ops.relu(-sides)
    losses = ops.sum(errors * _increments(inside, outside), axis=-1)
    return losses, ops.sum(inside, axis=-1)


def _increments(inside, outside):
    """What each pixel adds to one minus the intersection over union.

    Args:
        inside: float32 `(..., pixels)`, weights of those of the class, 0 for
            all others; the largest error first.
        outside: the weights of all others, likewise.
    """
    area = ops.sum(inside, axis=-1, keepdims=True)
    intersection = area - ops.cumsum(inside, axis=-1)
    union = area + ops.cumsum(outside, axis=-1)
    jaccard = 1.0 - intersection / ops.where(union > 0, union, 1.0)
    before = ops.concatenate([ops.zeros_like(area), jaccard[..., :-1]], axis=-1)
    return jaccard - before
