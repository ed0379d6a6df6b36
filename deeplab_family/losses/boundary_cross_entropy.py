"""Cross entropy that weighs the pixels near a boundary between classes.

Source: Ronneberger et al., "U-Net", arXiv:1505.04597, section 3, equation 2,
weighs pixels between cells by their distance to both; here it is a band along
every boundary, which needs no distances and so fits into a training step.
"""

import keras
from keras import ops

from deeplab_family.losses.ignore_label import global_mean
from deeplab_family.losses.label_downsampling import LabelDownsampling
from deeplab_family.losses.pixel_loss import ClassWeightedLoss


@keras.saving.register_keras_serializable(package="deeplab_family")
class BoundaryCrossEntropy(ClassWeightedLoss):
    """Weighted mean cross entropy; pixels near another class weigh more.

    Near is a pixel that has a pixel of another class within the square of
    `2 * radius + 1` pixels around it. Pixels that are ignored or weigh 0 are
    of no class: a ring of them, as around the objects of PASCAL VOC, is a
    boundary where it is thinner than the radius, and the padding of a crop is
    none.

    Args:
        radius: int >= 1, pixels of the labels as the logits see them.
            Defaults to 3.
        boundary_weight: float >= 0, of a near pixel; any other weighs 1.
            Defaults to 3. Both defaults are ours.
        ignore_label, class_weights, label_downsampling, name: see
            `MaskedCrossEntropy`. All weights of a pixel are multiplied.

    Call arguments, returns: see `MaskedCrossEntropy`.

    Raises:
        ValueError: if an argument is outside of its range, and where
            `MaskedCrossEntropy` raises it.
    """

    def __init__(
        self,
        radius=3,
        boundary_weight=3.0,
        ignore_label=255,
        class_weights=None,
        label_downsampling: LabelDownsampling | None = None,
        name="boundary_cross_entropy",
    ):
        super().__init__(ignore_label, name, label_downsampling, class_weights)
        if not radius >= 1 or radius != int(radius):
            raise ValueError(
                f"`radius` must be a whole number >= 1. Received: {radius}"
            )
        if not 0 <= boundary_weight < float("inf"):
            raise ValueError(
                "`boundary_weight` must be >= 0 and finite. "
                f"Received: {boundary_weight}"
            )
        self.radius = int(radius)
        self.boundary_weight = float(boundary_weight)

    def reduce(self, pixels):
        near = near_another_class(
            pixels.labels, pixels.weights > 0, self.radius
        )
        weights = self.weights_of_pixels(pixels)
        weights *= ops.where(near, self.boundary_weight, 1.0)
        return global_mean(pixels.cross_entropy, weights)

    def get_config(self):
        return {
            **super().get_config(),
            "radius": self.radius,
            "boundary_weight": self.boundary_weight,
        }


def near_another_class(labels, valid, radius: int):
    """Mask of the pixels with another class within a square around them.

    Args:
        labels: int32 tensor `(batch, height, width)`.
        valid: bool tensor of that shape; False where there is no class.
        radius: int >= 1; the square has `2 * radius + 1` pixels a side.

    Returns:
        bool tensor of that shape; anything where not valid.
    """
    ids = ops.cast(labels, "float32")
    none = -float(2**24)  # below every id, exact in float32
    largest = _largest_around(ops.where(valid, ids, none), radius)
    smallest = -_largest_around(ops.where(valid, -ids, none), radius)
    return ops.logical_or(largest > ids, smallest < ids)


def _largest_around(values, radius):
    side = 2 * radius + 1
    maps = values[..., None]
    for window in ((side, 1), (1, side)):
        maps = ops.max_pool(maps, window, strides=1, padding="same")
    return maps[..., 0]
