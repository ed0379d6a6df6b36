"""torchvision's DeepLabv3, on ResNet and on MobileNetV3.

Sources: pytorch/vision, `torchvision/models/segmentation/deeplabv3.py` for the
head and the files; `resnet.py` and `mobilenetv3.py` beside it for the
backbones. Theirs drops half of the channels behind the pyramid while it
trains, ours a tenth before the logits; neither does when it answers.
"""

from __future__ import annotations

from deeplab_family.backbones import (
    BackboneConfig,
    MobileNetV3Config,
    ResNetConfig,
)
from deeplab_family.importers.network_source import Arrays, NetworkSource
from deeplab_family.models import DeepLabV3Config
from deeplab_family.weights import WeightsError
from deeplab_family.weights.sources.torch_layers import put_conv, put_conv_bn
from deeplab_family.weights.sources.torchvision_mobilenet_v3 import (
    put_mobilenet_v3,
)
from deeplab_family.weights.sources.torchvision_resnet import (
    depth_of,
    put_pixels,
    put_resnet,
    unit_refusal,
)
from deeplab_family.weights.translation import Translation
from input_pipeline.datasets.voc_classes import CLASS_NAMES

BACKBONE = "backbone."
HEAD = "classifier.0."
EPSILON = 1e-5
# torch's momentum, 0.1 and 0.01, is the share of the new statistics.
MOMENTUM, MOBILE_MOMENTUM = 0.9, 0.99


class TorchvisionDeepLabV3(NetworkSource):
    """DeepLabv3 of torchvision: pyramid, convolution, half-pixel logits."""

    project = "torchvision"

    def backbone(self, arrays: Arrays) -> BackboneConfig:
        """Our backbone for a file.

        Raises:
            WeightsError: if there is none, with the reason.
        """
        raise NotImplementedError(f"{type(self).__name__}.backbone")

    def put_backbone(self, config: BackboneConfig, translation: Translation):
        """Puts the values of the backbone."""
        raise NotImplementedError(f"{type(self).__name__}.put_backbone")

    def config(self, arrays):
        if f"{HEAD}convs.0.0.weight" not in arrays:
            raise WeightsError(
                "its head is not that of DeepLabv3, the only one of "
                "torchvision's that is built here (FCN and LR-ASPP are not)"
            )
        read = Translation(arrays)
        return DeepLabV3Config(
            num_classes=len(read.take("classifier.4.weight")),
            backbone=self.backbone(arrays),
            atrous_rates=(12, 24, 36),  # at both output strides
            filters=len(read.take(f"{HEAD}project.0.weight")),
            extra_conv=True,
            align_corners=False,
        )

    def class_names(self, config, arrays):
        known = config.num_classes == len(CLASS_NAMES)
        return CLASS_NAMES if known else None

    def translate(self, config, translation):
        put_pixels(translation)
        self.put_backbone(config.backbone, translation)
        epsilons = (EPSILON, config.backbone.batch_norm_epsilon)
        for path, conv, bn in HEAD_LAYERS:
            put_conv_bn(translation, path, conv, bn, *epsilons)
        put_conv(translation, "head/conv", "classifier.4")

    def leaves(self, name):
        return name.startswith("aux_classifier.") or name.endswith(
            ".num_batches_tracked"
        )


class TorchvisionDeepLabV3ResNet(TorchvisionDeepLabV3):
    """`deeplabv3_resnet50` and `deeplabv3_resnet101`."""

    name = "torchvision DeepLabv3 on ResNet"

    def recognizes(self, arrays):
        return f"{BACKBONE}layer4.0.conv1.weight" in arrays

    def backbone(self, arrays):
        if reason := unit_refusal(arrays, BACKBONE):
            raise WeightsError(reason)
        return ResNetConfig(
            depth=depth_of(arrays, BACKBONE),
            output_stride=8,
            multi_grid=(1, 1, 1),
            stride_placement="3x3",
            first_unit_previous_rate=True,
            batch_norm_momentum=MOMENTUM,
            batch_norm_epsilon=EPSILON,
        )

    def put_backbone(self, config, translation):
        put_resnet(translation, config, BACKBONE)


class TorchvisionDeepLabV3MobileNetV3(TorchvisionDeepLabV3):
    """`deeplabv3_mobilenet_v3_large`."""

    name = "torchvision DeepLabv3 on MobileNetV3"

    def recognizes(self, arrays):
        return f"{BACKBONE}15.block.0.0.weight" in arrays

    def backbone(self, arrays):
        return MobileNetV3Config(
            size="large",
            output_stride=16,
            first_unit_previous_rate=False,
            batch_norm_momentum=MOBILE_MOMENTUM,
        )

    def put_backbone(self, config, translation):
        put_mobilenet_v3(translation, config, BACKBONE)


HEAD_LAYERS = (
    ("aspp/pointwise", f"{HEAD}convs.0.0", f"{HEAD}convs.0.1"),
    ("aspp/rate_0", f"{HEAD}convs.1.0", f"{HEAD}convs.1.1"),
    ("aspp/rate_1", f"{HEAD}convs.2.0", f"{HEAD}convs.2.1"),
    ("aspp/rate_2", f"{HEAD}convs.3.0", f"{HEAD}convs.3.1"),
    # 0 is the pooling.
    ("aspp/image_pooling", f"{HEAD}convs.4.1", f"{HEAD}convs.4.2"),
    ("aspp/projection", f"{HEAD}project.0", f"{HEAD}project.1"),
    ("extra_conv", "classifier.1", "classifier.2"),
)
"""Path of our layer, then the names of convolution and normalization."""
