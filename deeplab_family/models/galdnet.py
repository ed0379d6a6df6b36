"""GALD-Net: global aggregation, then local distribution.

Source: Li et al., "Global Aggregation then Local Distribution in Fully
Convolutional Networks", arXiv:1909.07229, figures 2 and 3. Where the paper is
silent (widths, multi-grid, auxiliary head) the released code decides.
"""

from __future__ import annotations

import dataclasses
from typing import Literal

from deeplab_family import layers, models
from deeplab_family import lazy_keras as keras
from deeplab_family.backbones import BackboneConfig, ResNetConfig
from deeplab_family.layers.local_mask_size import (
    DOWNSAMPLINGS,
    check_ratio,
    smallest_map,
)
from deeplab_family.models.model_config import ModelConfig

AGGREGATIONS = (None, "cgnl", "non_local", "psp", "aspp")
AT_HALF_SIZE = ("cgnl", "non_local")
# reach of the three atrous branches of "aspp", in pixels of the image
ATROUS_REACH = (96, 192, 288)
ADVICE = (
    "Enlarge the image, or build the network with `same` padding, which has "
    "the same weights and takes any size."
)


@dataclasses.dataclass(frozen=True, kw_only=True)
class GALDNetConfig(ModelConfig):
    """A GALD network, or any of those its paper compares it with.

    Attributes:
        num_classes: int >= 1, the ignored label not counted. None leaves it
            open, for whoever knows the data; such a config cannot build.
        backbone: config of the backbone; sets the output stride.
        aggregation: what gathers the whole map: "cgnl", "non_local", "psp" or
            "aspp"; the first two on a map of half the size. None leaves it
            out ("LD only").
        distribution: how the masks of the local distribution are made, see
            `LocalMask`: "depthwise", "average" or "bilinear". None leaves it
            out ("GA only").
        arrangement: "gald", "ldga" or "parallel", see `GALD`.
        extra_residual: add the aggregate once more, as the released code does
            and the paper's equation 2 does not.
        mask_ratio: image side over mask side before upsampling, a power of 2.
        padding: of strided depthwise convolutions: "valid" as released, which
            needs feature maps of 15 x 15 pixels, or "same" for any size.
        mask_last_relu: masks in 0.5..1, as released, instead of 0..1.
        filters: channels of the head, a multiple of 16.
        dropout_rate: of whole channels, while training: in "psp", "aspp" and
            the auxiliary head.
        auxiliary_weight: of the second loss of `build_for_training`.
    """

    kind = "galdnet"

    num_classes: int | None
    backbone: BackboneConfig = ResNetConfig(stem="beta", output_stride=8)
    aggregation: Literal["cgnl", "non_local", "psp", "aspp"] | None = "cgnl"
    distribution: Literal["depthwise", "average", "bilinear"] | None = (
        "depthwise"
    )
    arrangement: Literal["gald", "ldga", "parallel"] = "gald"
    extra_residual: bool = False
    mask_ratio: int = 8
    padding: Literal["valid", "same"] = "valid"
    mask_last_relu: bool = True
    filters: int = 512
    dropout_rate: float = 0.1
    auxiliary_weight: float = 0.4

    def __post_init__(self):
        self._check_at_least_one("num_classes")
        self._check_one_of("aggregation", AGGREGATIONS)
        if self.filters < 16 or self.filters % 16:
            raise ValueError(
                f"`filters` must be a multiple of 16. Received: {self.filters}"
            )
        self._check_rate("dropout_rate")
        self._check_one_of("distribution", (None, *DOWNSAMPLINGS))
        self._check_one_of("arrangement", ("gald", "ldga", "parallel"))
        self._check_one_of("padding", ("valid", "same"))
        check_ratio("mask_ratio", self.mask_ratio)
        self._check_parallel()

    def _check_parallel(self):
        """Refuses to lay nothing beside something."""
        parts = self.aggregation, self.distribution
        if self.arrangement == "parallel" and None in parts:
            raise ValueError(
                "`arrangement='parallel'` needs both `aggregation` and "
                f"`distribution`. Received: {parts[0]!r} and {parts[1]!r}"
            )

    @property
    def rates(self) -> tuple[int, ...]:
        """Rates of "aspp": (12, 24, 36) at output stride 8, as released."""
        stride = self.backbone.output_stride
        return tuple(reach // stride for reach in ATROUS_REACH)

    @property
    def smallest_image(self) -> int:
        """Side in pixels; of less, nothing is left after downsampling."""
        features = 1
        if self.padding == "valid" and self.aggregation in AT_HALF_SIZE:
            features = 3
        if self.distribution is not None:
            smallest = smallest_map(
                self.distribution, self.mask_ratio, self.padding
            )
            features = max(features, smallest)
        return (features - 1) * self.backbone.output_stride + 1

    def _build(self, name: str) -> models.SegmentationModel:
        images, _, logits, _ = self._connect()
        return models.SegmentationModel(images, logits, config=self, name=name)

    def _build_for_training(self, name: str) -> models.AuxiliaryTraining:
        images, features, logits, _ = self._connect()
        network = models.SegmentationModel(
            images, logits, config=self, name=name
        )
        return models.AuxiliaryTraining(network, features["res4"])

    def build_with_masks(
        self, network: models.SegmentationModel | None = None
    ) -> keras.Model:
        """The network with its mask maps M as a second output.

        Their mean over the channels is the paper's figure 4.

        Args:
            network: whose weights to copy; None for fresh ones.

        Returns:
            A model from images to `[logits, masks]`; masks are `(batch,
            feature height, feature width, filters)`, values 0..1.

        Raises:
            ValueError: if the network has no local distribution.
        """
        if self.distribution is None:
            raise ValueError(
                "There are no masks without a `distribution`. Received: None"
            )
        images, _, logits, mask = self._connect(return_mask=True)
        model = keras.Model(images, [logits, mask], name="galdnet_masks")
        if network is not None:
            model.set_weights(network.get_weights())
        return model

    def gald(self, return_mask: bool = False) -> layers.GALD:
        """The block alone, for maps of `filters` channels; unbuilt."""
        distribution = None
        if self.distribution is not None:
            distribution = layers.LocalDistribution(
                self.distribution,
                self.mask_ratio,
                self.padding,
                self.mask_last_relu,
                self.extra_residual,
                return_mask,
                **self.backbone.batch_norm,
                name="distribution",
            )
        return layers.GALD(
            self._aggregation(), distribution, self.arrangement, name="gald"
        )

    def _connect(self, return_mask=False):
        """Symbolic images, backbone features, logits and masks or None."""
        self._require_num_classes()
        images = keras.Input(self.image_shape, name="images")
        features = self.backbone.build()(self._large_enough(images))
        x, mask = self._convolution("reduce")(features["res5"]), None
        x = self.gald(return_mask)(x)
        if return_mask:
            x, mask = x
        x = self._convolution("refine")(x)
        x = keras.layers.Concatenate(name="beside")([features["res5"], x])
        x = self._convolution("join")(x)
        head = layers.ClassifierHead(
            self.num_classes, dropout_rate=0.0, name="head"
        )
        logits = layers.ResizeLike(
            stride=self.backbone.output_stride, name="logits"
        )([head(x), images])
        return images, features, logits, mask

    def _large_enough(self, images):
        if self.smallest_image == 1:
            return images
        return layers.SmallestImage(self.smallest_image, ADVICE, name="size")(
            images
        )

    def _aggregation(self):
        batch_norm = self.backbone.batch_norm
        if self.aggregation is None:
            return None
        if self.aggregation == "cgnl":
            return self._at_half_size(layers.CGNL(self.filters, name="cgnl"))
        if self.aggregation == "non_local":
            return self._at_half_size(
                layers.NonLocal(self.filters, **batch_norm, name="non_local")
            )
        if self.aggregation == "psp":
            return self._with_dropout(
                layers.PyramidPooling(
                    self.filters, **batch_norm, name="pyramid_pooling"
                )
            )
        return self._with_dropout(
            layers.ASPP(
                self.rates,
                self.filters // 2,
                output_filters=self.filters,
                **batch_norm,
                name="aspp",
            )
        )

    def _at_half_size(self, layer):
        return layers.Downsampled(
            layer, self.padding, **self.backbone.batch_norm, name="aggregation"
        )

    def _with_dropout(self, layer):
        dropout = keras.layers.SpatialDropout2D(self.dropout_rate)
        return keras.Sequential([layer, dropout], name="aggregation")

    def _convolution(self, name):
        return layers.ConvBNReLU(
            self.filters, kernel_size=3, name=name, **self.backbone.batch_norm
        )
