"""Losses on labeled pixels: what ours share, and Keras' own do otherwise."""

import keras

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
        """The loss of all pixels, a float32 scalar; see `global_mean`."""
        raise NotImplementedError(f"{type(self).__name__} must define `reduce`")

    def get_config(self):
        return {
            "name": super().get_config()["name"],
            "ignore_label": self.ignore_label,
        }
