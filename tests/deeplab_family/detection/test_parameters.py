"""Numbers of weights, part by part, as published networks have them."""

import pytest

from deeplab_family.backbones import ResNetConfig
from deeplab_family.detection import (
    ContextConfig,
    FasterRCNNConfig,
    MaskRCNNConfig,
)
from tests.build_blank import build_blank
from tests.count_parameters import trainable


def convolutions(backbone) -> int:
    """Without the gammas and betas, which torchvision has frozen."""
    return trainable(backbone) - sum(
        int(weight.shape[0])
        for weight in backbone.trainable_variables
        if weight.name in ("gamma", "beta")
    )


@pytest.fixture(scope="module")
def torchvisions():
    """`maskrcnn_resnet50_fpn`: 91 classes, of which the first is background."""
    return build_blank(MaskRCNNConfig(num_classes=90))


def test_mask_rcnn_has_torchvisions_parts(torchvisions):
    head, masks = torchvisions.box_head, torchvisions.mask_head
    parts = {
        "backbone": convolutions(torchvisions.backbone),
        "pyramid": trainable(torchvisions.pyramid),
        "proposals": trainable(torchvisions.proposal_head),
        "dense": trainable(head.first) + trainable(head.second),
        "predictor": trainable(head.scores) + trainable(head.deltas),
        "mask convolutions": sum(map(trainable, masks.look)),
        "mask deconvolution": trainable(masks.double),
        "mask logits": trainable(masks.logits),
    }
    assert parts == {
        "backbone": 23_454_912,
        "pyramid": 3_344_384,
        "proposals": 593_935,
        "dense": 13_895_680,
        "predictor": 466_375,
        "mask convolutions": 2_360_320,
        "mask deconvolution": 262_400,
        "mask logits": 23_387,
    }
    assert sum(parts.values()) == 44_401_393
    without = sum(parts.values()) - trainable(masks)
    assert without == 41_755_286  # `fasterrcnn_resnet50_fpn`


RESNET101 = ResNetConfig(
    depth=101,
    output_stride=32,
    multi_grid=(1, 1, 1),
    stride_placement="3x3",
)


@pytest.mark.parametrize(
    ("config", "parameters"),
    [
        (FasterRCNNConfig(num_classes=20), 41_449_656),
        (FasterRCNNConfig(num_classes=20, backbone=RESNET101), 60_441_784),
        (MaskRCNNConfig(num_classes=80), 44_400_693),
        (MaskRCNNConfig(num_classes=80, backbone=RESNET101), 63_392_821),
    ],
)
def test_detectors_of_table_3(config, parameters):
    assert trainable(build_blank(config)) == parameters


@pytest.mark.parametrize(
    ("context", "parameters"),
    [
        (ContextConfig("non_local"), 8_392_704),
        (ContextConfig("cgnl"), 6_557_696),
        (ContextConfig("gald"), 10_004_480),
        (ContextConfig("non_local", tap="c4"), 2_099_200),
        (ContextConfig("cgnl", tap="c4"), 1_640_448),
        (ContextConfig("gald", tap="c4"), 5_285_888),
    ],
)
def test_what_a_block_adds(context, parameters):
    config = FasterRCNNConfig(num_classes=20, context=context)
    assert trainable(build_blank(config)) == 41_449_656 + parameters
