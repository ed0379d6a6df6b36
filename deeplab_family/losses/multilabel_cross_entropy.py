"""Cross entropy of classes that may overlap: a yes or no for each."""

import keras
from keras import ops

from deeplab_family.label_checks import static_shape
from deeplab_family.losses.class_weights import (
    read_class_weights,
    weight_of_each_class,
    with_ids,
)
from deeplab_family.losses.ignore_label import global_mean
from deeplab_family.losses.pixel_loss import PixelLoss


@keras.saving.register_keras_serializable(package="deeplab_family")
class MultilabelCrossEntropy(PixelLoss):
    """Weighted mean binary cross entropy over the valid entries of all maps.

    Each class has a map of its own, and each pixel of it a label of its own,
    which may be ignored while others of the same pixel are not. Sum and weight
    are those of the global batch, as for `MaskedCrossEntropy`.

    Args:
        ignore_label: int. Entries of this label count for nothing.
            Defaults to 255.
        class_weights: one number >= 0 for each class, or a dict
            `{class id: weight}` where the others weigh 1, or None. They weigh
            the entries of the class, 0 and 1 alike.
        name: name of the loss.

    Call arguments:
        y_true: `(batch, height, width, num_classes)`, each 0, 1 or
            `ignore_label`, any numeric dtype.
        y_pred: logits of that shape, any float dtype; the computation is in
            float32. Pixels that a Keras mask hides weigh 0.
        sample_weight: None, or weights >= 0 of the images, `(batch,)`, of the
            pixels, `(batch, height, width)` or with a last dimension of 1, or
            of the entries, shaped as `y_true`.

    Returns, raises: see `MaskedCrossEntropy`.
    """

    def __init__(
        self,
        ignore_label=255,
        class_weights=None,
        name="multilabel_cross_entropy",
    ):
        super().__init__(ignore_label, name)
        self.class_weights = read_class_weights(class_weights)

    def call(self, y_true, y_pred, sample_weight=None):
        """Lays the maps of the classes side by side, one logit a pixel."""
        logits, labels = map(ops.convert_to_tensor, (y_pred, y_true))
        _check_shapes(labels, logits)
        num_classes = logits.shape[-1]
        mask = getattr(y_pred, "_keras_mask", None)
        weights = _of_entries(sample_weight, num_classes)
        beside = _beside(logits)[..., None]
        if mask is not None:
            beside._keras_mask = _of_entries(mask, num_classes)
        if self.class_weights is not None:
            weights = self._weighted(weights, logits)
        return super().call(_beside(labels), beside, weights)

    def reduce(self, pixels):
        return global_mean(pixels.cross_entropy, pixels.weights)

    def get_config(self):
        return {**super().get_config(), "class_weights": self.class_weights}

    @classmethod
    def from_config(cls, config):
        return cls(**with_ids(config))

    def _weighted(self, weights, logits):
        """The weights of the entries times those of their classes."""
        of_each = weight_of_each_class(self.class_weights, logits.shape[-1])
        of_classes = ops.broadcast_to(
            ops.array(of_each, "float32"), ops.shape(logits)
        )
        of_classes = _beside(of_classes)
        if weights is None:
            return of_classes
        if len(weights.shape) == 1:
            weights = weights[:, None, None]
        return weights * of_classes


def _check_shapes(labels, logits):
    shapes = static_shape(labels, "y_true"), static_shape(logits, "y_pred")
    if len(shapes[1]) != 4 or shapes[1][-1] is None:
        raise ValueError(
            "`y_pred` must be logits `(batch, height, width, num_classes)`. "
            f"Received shape: {shapes[1]}"
        )
    fits = len(shapes[0]) == 4 and all(
        a is None or b is None or a == b for a, b in zip(*shapes, strict=True)
    )
    if not fits:
        raise ValueError(
            "`y_true` must have a map of 0, 1 or the ignored label for each "
            "class, in the shape of `y_pred`; for one class id a pixel use "
            f"`MaskedCrossEntropy`. Received: labels {shapes[0]}, predictions "
            f"{shapes[1]}"
        )


def _of_entries(weights, num_classes: int):
    """Weights as the base takes them for maps that lie side by side."""
    if weights is None:
        return None
    weights = ops.cast(ops.convert_to_tensor(weights), "float32")
    shape = static_shape(weights, "sample_weight")
    if len(shape) == 4 and shape[-1] in (num_classes, None):
        return _beside(weights)
    if len(shape) == 4 and shape[-1] == 1:
        weights, shape = ops.squeeze(weights, axis=-1), shape[:-1]
    if len(shape) == 3 and shape[1:] != (1, 1):
        return ops.repeat(weights, num_classes, axis=-1)
    return weights


def _beside(maps):
    """`(batch, height, width, num_classes)` as maps of wider rows."""
    batch, height, width, num_classes = ops.shape(maps)
    return ops.reshape(maps, (batch, height, width * num_classes))
