"""GCN: classes scored by large kernels at four scales, added up by doubling.

Source: Peng et al., "Large Kernel Matters: Improve Semantic Segmentation by
Global Convolutional Network", arXiv:1703.02719, figures 2 and 4. There is no
official code; where the paper is silent (shape and start of the deconvolution,
biases) the practice of FCN and Caffe decides.
"""

from __future__ import annotations

import dataclasses
import itertools
from typing import Literal

from deeplab_family import layers, models
from deeplab_family import lazy_keras as keras
from deeplab_family.backbones import BackboneConfig, ResNetConfig
from deeplab_family.models.model_config import ModelConfig

UNDILATED_STRIDES = {"res5": 32, "res4": 16, "res3": 8, "res2": 4}
KEYS = tuple(UNDILATED_STRIDES)
UNDILATED_RESNET = ResNetConfig(output_stride=32, multi_grid=(1, 1, 1))


@dataclasses.dataclass(frozen=True, kw_only=True)
class GCNConfig(ModelConfig):
    """A global convolutional network.

    Attributes:
        num_classes: int >= 1, the ignored label not counted. None leaves it
            open, for whoever knows the data; such a config cannot build.
        backbone: config of the backbone. The paper's is a ResNet-152 with
            `output_stride=32, multi_grid=(1, 1, 1)`.
        kernel_size: the k of the paper, odd, in pixels of an undilated map:
            15 for images of 512 pixels, 25 for 800. Of no effect with
            `head="conv1x1"`.
        head: what turns features into scores (figure 4): "gcn", global
            convolution; "conv1x1", the baseline; "trivial", one k x k
            convolution; "stack", 3x3 convolutions that add up to k x k.
        stack_channels: channels inside "stack"; None keeps those of the
            features. Table 4 has 2048, 1024 and 210.
        boundary_refinement: whether each score map is refined before and after
            it is added.
        upsampling: "deconvolution", learned, or "bilinear", fixed.
        deconvolution_kernel: 4, or 3; see `layers.Deconvolution`.
    """

    kind = "gcn"
    wants_dilation = False

    num_classes: int | None
    backbone: BackboneConfig = UNDILATED_RESNET
    kernel_size: int = 15
    head: Literal["gcn", "conv1x1", "trivial", "stack"] = "gcn"
    stack_channels: int | None = None
    boundary_refinement: bool = True
    upsampling: Literal["deconvolution", "bilinear"] = "deconvolution"
    deconvolution_kernel: Literal[3, 4] = 4

    def __post_init__(self):
        self._check_at_least_one("num_classes", "stack_channels")
        self._check_kernel_size()
        self._check_one_of("head", ("gcn", "conv1x1", "trivial", "stack"))
        self._check_one_of("upsampling", ("deconvolution", "bilinear"))
        self._check_one_of("deconvolution_kernel", (3, 4))

    def _check_kernel_size(self):
        smallest = 3 if self.head == "stack" else 1
        if self.kernel_size < smallest or self.kernel_size % 2 == 0:
            raise ValueError(
                f"`kernel_size` must be odd and >= {smallest}. "
                f"Received: {self.kernel_size}"
            )

    def with_output_stride(self, output_stride: int) -> GCNConfig:
        """This network at another output stride, with the same weights.

        Below 32 the deeper maps stay larger. The kernels on them are dilated,
        so that they look at the same pixels; where two neighboring maps are
        equally large, what was doubled in between is averaged back.
        """
        backbone = self.backbone.with_output_stride(output_stride)
        return dataclasses.replace(self, backbone=backbone)

    def _build(self, name: str) -> models.SegmentationModel:
        self._require_num_classes()
        images = keras.Input(self.image_shape, name="images")
        features = self.backbone.build()(images)
        x = self._scores(features, "res5")
        for deeper, key in itertools.pairwise(KEYS):
            x = self._match(x, features, deeper, key)
            scores = self._scores(features, key)
            x = keras.layers.Add(name=f"{key}_sum")([x, scores])
            x = self._refine(x, f"{key}_sum_refinement", self._rate(key))
        x = self._double(x, images[:, ::2, ::2, :], "half")
        x = self._refine(x, "half_refinement")
        # The last doubling makes the logits: half precision would round them.
        x = self._double(x, images, "full", dtype="float32")
        logits = self._refine(x, "full_refinement", dtype="float32")
        return models.SegmentationModel(images, logits, config=self, name=name)

    def _rate(self, key) -> int:
        """By how much the backbone's map is denser than the paper's."""
        return UNDILATED_STRIDES[key] // self.backbone.feature_strides[key]

    def _scores(self, features, key):
        rate = self._rate(key)
        x = self._head(f"{key}_scores", rate)(features[key])
        return self._refine(x, f"{key}_refinement", rate)

    def _head(self, name, rate):
        if self.head == "conv1x1":
            return layers.ClassifierHead(
                self.num_classes, dropout_rate=0.0, name=name
            )
        size = {"kernel_size": self.kernel_size, "dilation_rate": rate}
        if self.head == "stack":
            return layers.ConvolutionStack(
                self.num_classes,
                inner_filters=self.stack_channels,
                name=name,
                **size,
            )
        if self.head == "trivial":
            return layers.AtrousConvolution(
                self.num_classes,
                padding="same",
                kernel_initializer=keras.initializers.TruncatedNormal(
                    stddev=0.01
                ),
                name=name,
                **size,
            )
        return layers.GlobalConvolution(self.num_classes, name=name, **size)

    def _refine(self, x, name, rate=1, dtype=None):
        if not self.boundary_refinement:
            return x
        return layers.BoundaryRefinement(rate, dtype=dtype, name=name)(x)

    def _match(self, x, features, deeper, key):
        """Brings the scores of a deeper map to the size of the next one."""
        strides = self.backbone.feature_strides
        if strides[deeper] > strides[key]:
            return self._double(x, features[key], key)
        if self.upsampling == "bilinear":
            return x
        x = layers.Deconvolution(
            self.deconvolution_kernel, name=f"{key}_doubling"
        )(x)
        return keras.layers.AveragePooling2D(2, name=f"{key}_halving")(x)

    def _double(self, x, reference, name, dtype=None):
        if self.upsampling == "bilinear":
            return layers.ResizeLike(stride=2, name=f"{name}_doubling")(
                [x, reference]
            )
        x = layers.Deconvolution(
            self.deconvolution_kernel, dtype=dtype, name=f"{name}_doubling"
        )(x)
        return layers.CropLike(dtype=dtype, name=f"{name}_crop")([x, reference])
