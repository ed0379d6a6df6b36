"""PSPNet: pyramid pooling, the network that GALD starts from.

Source: Zhao et al., "Pyramid Scene Parsing Network", arXiv:1612.01105, figure
3; widths as in the code of Li et al. (GALD), arXiv:1909.07229, who compare
with it.
"""

from __future__ import annotations

import dataclasses

from deeplab_family import layers, models
from deeplab_family import lazy_keras as keras
from deeplab_family.backbones import BackboneConfig, ResNetConfig
from deeplab_family.models.model_config import ModelConfig


@dataclasses.dataclass(frozen=True, kw_only=True)
class PSPNetConfig(ModelConfig):
    """A PSPNet.

    Attributes:
        num_classes: int >= 1, the ignored label not counted. None leaves it
            open, for whoever knows the data; such a config cannot build.
        backbone: config of the backbone; sets the output stride.
        bins: windows along a side, for each level of the pyramid.
        branch_activation: "relu" as PSPNet's authors, or None as GALD's.
        filters: channels of each level and of the head.
        dropout_rate: of whole channels before the logits, while training.
        auxiliary_weight: of the second loss of `build_for_training`.
    """

    kind = "pspnet"

    num_classes: int | None
    backbone: BackboneConfig = ResNetConfig(
        stem="beta", output_stride=8, multi_grid=(1, 1, 1)
    )
    bins: tuple[int, ...] = (1, 2, 3, 6)
    branch_activation: str | None = None
    filters: int = 512
    dropout_rate: float = 0.1
    auxiliary_weight: float = 0.4

    def __post_init__(self):
        self._check_at_least_one("num_classes", "filters")
        self._check_rate("dropout_rate")

    def _build(self, name: str) -> models.SegmentationModel:
        return self._connect(name)[0]

    def _build_for_training(self, name: str) -> models.AuxiliaryTraining:
        return models.AuxiliaryTraining(*self._connect(name))

    def _connect(self, name):
        """The network and the map its auxiliary head looks at."""
        self._require_num_classes()
        images = keras.Input(self.image_shape, name="images")
        features = self.backbone.build()(images)
        x = layers.PyramidPooling(
            self.filters,
            self.bins,
            self.branch_activation,
            **self.backbone.batch_norm,
            name="pyramid",
        )(features["res5"])
        x = keras.layers.SpatialDropout2D(self.dropout_rate, name="dropout")(x)
        head = layers.ClassifierHead(
            self.num_classes, dropout_rate=0.0, name="head"
        )
        logits = layers.ResizeLike(
            stride=self.backbone.output_stride, name="logits"
        )([head(x), images])
        network = models.SegmentationModel(
            images, logits, config=self, name=name
        )
        return network, features["res4"]
