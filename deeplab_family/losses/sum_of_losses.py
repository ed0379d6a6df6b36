"""Sum of several losses of the same logits, each with a factor."""

from collections.abc import Sequence

import keras

from deeplab_family.losses.label_downsampling import LabelDownsampling
from deeplab_family.losses.loss_factors import read_factors
from deeplab_family.losses.pixel_loss import PixelLoss


@keras.saving.register_keras_serializable(package="deeplab_family")
class SumOfLosses(PixelLoss):
    """Sum of losses, each times its factor; labels are read once.

        SumOfLosses([MaskedCrossEntropy(), DiceLoss()], [1.0, 0.5])

    Args:
        losses: two losses of this package or more, which ignore the same
            label. What shrinks labels is set here, not there.
        factors: one number > 0 for each. Defaults to None: all 1.
        label_downsampling: see `MaskedCrossEntropy`.
        name: name of the loss.

    Call arguments, returns: see `MaskedCrossEntropy`.

    Raises:
        ValueError: if the losses or factors are not as above, and where one of
            the losses raises it.
    """

    def __init__(
        self,
        losses: Sequence[PixelLoss],
        factors: Sequence[float] | None = None,
        label_downsampling: LabelDownsampling | None = None,
        name="sum_of_losses",
    ):
        losses = tuple(losses)
        _check_losses(losses)
        super().__init__(losses[0].ignore_label, name, label_downsampling)
        self.losses = losses
        self.factors = read_factors(factors, len(losses))

    def follow(self, optimizer):
        for loss in self.losses:
            loss.follow(optimizer)

    def reduce(self, pixels):
        parts = zip(self.factors, self.losses, strict=True)
        return sum(factor * loss.reduce(pixels) for factor, loss in parts)

    def get_config(self):
        return {
            "name": super().get_config()["name"],
            "losses": [
                keras.saving.serialize_keras_object(loss)
                for loss in self.losses
            ],
            "factors": list(self.factors),
            "label_downsampling": self.label_downsampling,
        }

    @classmethod
    def from_config(cls, config):
        losses = map(keras.saving.deserialize_keras_object, config["losses"])
        return cls(**{**config, "losses": tuple(losses)})


def _check_losses(losses):
    strange = [loss for loss in losses if not isinstance(loss, PixelLoss)]
    if strange or len(losses) < 2:
        raise ValueError(
            "`losses` must be two or more losses of `deeplab_family.losses`. "
            f"Received: {strange or losses}"
        )
    ignored = [loss.ignore_label for loss in losses]
    if len(set(ignored)) > 1:
        raise ValueError(
            "`losses` must ignore the same label. Received `ignore_label`s: "
            f"{ignored}"
        )
    if any(loss.label_downsampling is not None for loss in losses):
        raise ValueError(
            "`label_downsampling` belongs to `SumOfLosses`, which reads the "
            "labels, and must be None in its `losses`."
        )
