"""What every trunk promises: named features that know their strides."""

import keras

from deeplab_family.network_config import NetworkConfig

FEATURE_KEYS = ("res2", "res3", "res4", "res5")


class BackboneConfig(NetworkConfig):
    """Base of the configs of trunks.

    A subclass has the fields `output_stride`, `batch_norm_momentum` and
    `batch_norm_epsilon`, and builds a model from images `(batch, height,
    width, 3)`, RGB in 0..255, to a dict of maps with the keys `res2` (stride 4
    in an undilated trunk) to `res5` (the last).
    """

    @property
    def feature_strides(self) -> dict[str, int]:
        """Input pixels for one pixel of each feature map."""
        return {
            key: min(nominal, self.output_stride)
            for key, nominal in zip(FEATURE_KEYS, (4, 8, 16, 32), strict=True)
        }

    @property
    def batch_norm(self) -> dict[str, float]:
        """Arguments of the batch normalizations of trunk and head."""
        return {
            "momentum": self.batch_norm_momentum,
            "epsilon": self.batch_norm_epsilon,
        }

    def build(self) -> keras.Model:
        """The trunk, with fresh weights."""
        raise NotImplementedError(f"{type(self).__name__} must define `build`")

    def _check_batch_norm(self):
        if not 0 <= self.batch_norm_momentum < 1:
            raise ValueError(
                "`batch_norm_momentum` must lie in 0 <= momentum < 1. "
                f"Received: {self.batch_norm_momentum}"
            )
