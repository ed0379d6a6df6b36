"""Faster R-CNN on a feature pyramid: boxes and classes of objects.

Sources: Ren et al., arXiv:1506.01497; Lin et al., arXiv:1612.03144. Numbers
that the papers leave open are those of mmdetection in 2019, which Li et al.
(GALD), arXiv:1909.07229, trained with; boxes are continuous, as in later code.
"""

from __future__ import annotations

import dataclasses
from os import PathLike

from deeplab_family import detection
from deeplab_family.backbones import BackboneConfig, ResNetConfig
from deeplab_family.component_config import ComponentConfig
from deeplab_family.detection.context_config import ContextConfig
from deeplab_family.weights import is_fresh, load_network_weights

STRIDES = (4, 8, 16, 32)


@dataclasses.dataclass(frozen=True, kw_only=True)
class FasterRCNNConfig(ComponentConfig):
    """A two-stage detector.

    Attributes:
        num_classes: int >= 1, the background not counted; or None to take it
            from the data.
        backbone: config of any backbone at output stride 32.
        context: None, or the block that gathers the whole image.
        frozen_batch_norm: whether the backbone's batch normalizations use their
            moving statistics also in training; gamma and beta train. For
            backbones with trained weights.
        pyramid_filters: channels of all levels and of the first stage.
        anchor_scale: side of an anchor over the stride of its level.
        anchor_ratios: heights over widths.
        anchor_center: where anchors stand in their cell, in strides; 0 for
            torchvision's.
        keep_border_anchors: whether anchors that leave the image train, as in
            torchvision.
        rpn_samples, rpn_positive_share: anchors drawn from each image.
        rpn_positive_iou, rpn_negative_iou: overlaps of the first stage.
        rpn_box_beta: where its smooth L1 loss becomes linear.
        train_before_nms, train_after_nms: proposals in training, of each
            level and of all.
        test_before_nms, test_after_nms: the same outside of training.
        proposal_nms_iou: overlap from which a proposal is suppressed.
        smallest_proposal: pixels; sides must be longer. Torchvision: 1e-3.
        roi_samples, roi_positive_share: proposals drawn from each image.
        roi_positive_iou: overlap of a positive proposal.
        box_units: width of the two dense layers.
        box_beta: where the box loss becomes linear. Torchvision: 1/9.
        score_threshold, nms_iou, detections_per_image: what is answered.
    """

    package = "deeplab_family.detection"
    kind = "faster_rcnn"

    num_classes: int | None
    backbone: BackboneConfig = ResNetConfig(
        output_stride=32, multi_grid=(1, 1, 1), stride_placement="3x3"
    )
    context: ContextConfig | None = None
    frozen_batch_norm: bool = True
    pyramid_filters: int = 256
    anchor_scale: float = 8.0
    anchor_ratios: tuple[float, ...] = (0.5, 1.0, 2.0)
    anchor_center: float = 0.5
    keep_border_anchors: bool = False
    rpn_samples: int = 256
    rpn_positive_share: float = 0.5
    rpn_positive_iou: float = 0.7
    rpn_negative_iou: float = 0.3
    rpn_box_beta: float = 1 / 9
    train_before_nms: int = 2000
    train_after_nms: int = 2000
    test_before_nms: int = 1000
    test_after_nms: int = 1000
    proposal_nms_iou: float = 0.7
    smallest_proposal: float = 0.0
    roi_samples: int = 512
    roi_positive_share: float = 0.25
    roi_positive_iou: float = 0.5
    box_units: int = 1024
    box_beta: float = 1.0
    score_threshold: float = 0.05
    nms_iou: float = 0.5
    detections_per_image: int = 100

    def __post_init__(self):
        self._check_at_least_one(
            "num_classes",
            "pyramid_filters",
            "rpn_samples",
            "train_before_nms",
            "train_after_nms",
            "test_before_nms",
            "test_after_nms",
            "roi_samples",
            "box_units",
            "detections_per_image",
        )
        if self.backbone.output_stride != STRIDES[-1]:
            raise ValueError(
                f"`backbone.output_stride` must be {STRIDES[-1]}: the pyramid "
                "has the strides 4 to 32 and their double. Received: "
                f"{self.backbone.output_stride}"
            )
        for name in ("rpn_positive_share", "roi_positive_share"):
            if not 0 < getattr(self, name) <= 1:
                raise ValueError(
                    f"`{name}` must lie in 0 < share <= 1. "
                    f"Received: {getattr(self, name)}"
                )

    @classmethod
    def presets(cls):
        return {cls.kind: cls(num_classes=None)}

    @property
    def has_masks(self) -> bool:
        """Whether it answers with masks, and learns from them."""
        return False

    def build(
        self, weights: str | PathLike | None = None, name: str | None = None
    ) -> detection.DetectionModel:
        """The detector.

        Args:
            weights: None or "none" for fresh ones; "imagenet" for those of
                the backbone; or the path of a file.
            name: of the Keras model; None for the kind's.

        Raises:
            ValueError: if `num_classes` is None, or if the backbone has no
                place for the context block.
            WeightsError: if the weights are not here or do not fit.
        """
        if self.num_classes is None:
            raise ValueError(
                "`num_classes` must be an int >= 1 to build. Received: None"
            )
        model = detection.DetectionModel(self, name=name or self.kind)
        if not is_fresh(weights):
            load_network_weights(model, weights)
        return model

    def build_for_training(
        self, weights: str | PathLike | None = None, name: str | None = None
    ) -> detection.DetectionModel:
        """The same: it computes its losses itself."""
        return self.build(weights, name)
