"""Cross entropy of one label an image, as recipes describe it."""

from __future__ import annotations

import dataclasses

from deeplab_family import lazy_keras as keras
from deeplab_family.component_config import ComponentConfig


@dataclasses.dataclass(frozen=True, kw_only=True)
class LabelCrossEntropyConfig(ComponentConfig):
    """The mean over images of minus the logarithm of their class's share.

    No label is ignored: 255 is a class of ImageNet.
    """

    package = "deeplab_family.classification"
    kind = "label_cross_entropy"

    def build(self) -> keras.losses.Loss:
        """The loss on ids `(batch,)` and logits `(batch, num_classes)`."""
        return keras.losses.SparseCategoricalCrossentropy(from_logits=True)
