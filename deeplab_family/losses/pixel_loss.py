"""Losses on labeled pixels: what ours share, and Keras' own do otherwise."""

import keras
from keras import ops

from deeplab_family.losses.class_weights import (
    read_class_weights,
    weight_of_each_class,
    with_ids,
)
from deeplab_family.losses.ignore_label import (
    LabeledPixels,
    labeled_pixels,
    read_ignore_label,
)
from deeplab_family.losses.label_downsampling import LabelDownsampling


class PixelLoss(keras.losses.Loss):
    """Base of the losses that reduce pixels to one number themselves.

    A subclass defines `reduce`, and adds its arguments to `get_config`. Labels
    and weights are checked before: see `labeled_pixels`.

    Args:
        ignore_label: int. Pixels of this label count for nothing.
        name: name of the loss.
        label_downsampling: "align_corners", "every_nth" or None; how labels
            shrink to the size of smaller logits.

    Raises:
        ValueError: if an argument is none of these.
    """

    def __init__(
        self,
        ignore_label: int,
        name: str,
        label_downsampling: LabelDownsampling | None = None,
    ):
        # `reduce` is the whole reduction. Keras would divide any other by the
        # number of replicas, which `global_mean` takes into account.
        super().__init__(name=name, dtype="float32", reduction="sum")
        if label_downsampling not in (None, "align_corners", "every_nth"):
            raise ValueError(
                "`label_downsampling` must be 'align_corners', 'every_nth' or "
                f"None. Received: {label_downsampling!r}"
            )
        self.ignore_label = read_ignore_label(ignore_label)
        self.label_downsampling = label_downsampling

    def __call__(self, y_true, y_pred, sample_weight=None):
        # Keras would multiply the finished mean by the sum of the weights.
        with keras.name_scope(self.name):
            return self.call(y_true, y_pred, sample_weight)

    def call(self, y_true, y_pred, sample_weight=None):
        pixels = labeled_pixels(
            y_true,
            y_pred,
            sample_weight,
            self.ignore_label,
            self.label_downsampling,
        )
        return pixels.nan_unless_sound(self.reduce(pixels))

    def reduce(self, pixels: LabeledPixels):
        """This replica's share of the loss, a float32 scalar.

        The shares of all replicas add up to the loss of the global batch; see
        `global_mean`.
        """
        raise NotImplementedError(f"{type(self).__name__} must define `reduce`")

    def follow(self, optimizer: keras.optimizers.Optimizer):
        """Tells a loss that changes as it trains whose steps to count.

        The networks of this package do it in `compile`. Most losses count
        none.
        """
        del optimizer

    def get_config(self):
        return {
            "name": super().get_config()["name"],
            "ignore_label": self.ignore_label,
        }


class ClassWeightedLoss(PixelLoss):
    """Base of the losses that weigh classes and take smaller logits.

    Args:
        ignore_label, name, label_downsampling: as for `PixelLoss`.
        class_weights: one number >= 0 for each class, or a dict from some
            class ids to such numbers, the others being 1; None for equal ones.
    """

    def __init__(
        self,
        ignore_label: int,
        name: str,
        label_downsampling: LabelDownsampling | None,
        class_weights,
    ):
        super().__init__(ignore_label, name, label_downsampling)
        self.class_weights = read_class_weights(class_weights)

    def weights_of_classes(self, num_classes: int):
        """float32 `(num_classes,)`.

        Raises:
            ValueError: if there are weights for another number of classes.
        """
        if self.class_weights is None:
            return ops.ones((num_classes,), "float32")
        of_each = weight_of_each_class(self.class_weights, num_classes)
        return ops.array(of_each, "float32")

    def weights_of_pixels(self, pixels: LabeledPixels):
        """Each pixel's weight times that of its class, in their shape."""
        if self.class_weights is None:
            return pixels.weights
        of_classes = self.weights_of_classes(pixels.logits.shape[-1])
        return pixels.weights * ops.take(of_classes, pixels.labels)

    def get_config(self):
        return {
            **super().get_config(),
            "class_weights": self.class_weights,
            "label_downsampling": self.label_downsampling,
        }

    @classmethod
    def from_config(cls, config):
        return cls(**with_ids(config))
