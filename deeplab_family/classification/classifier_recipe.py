"""Classifier recipes: a run as one value, and the runs that have a name."""

from __future__ import annotations

import dataclasses

from deeplab_family.backbones import ResNetGCNConfig
from deeplab_family.classification.classifier_config import ClassifierConfig
from deeplab_family.classification.label_cross_entropy_config import (
    LabelCrossEntropyConfig,
)
from deeplab_family.optimizers import SGDConfig, StepDecayConfig
from deeplab_family.recipes import TrainConfig
from deeplab_family.recipes.task_recipe import (
    fill_num_classes,
    refuse_patience,
)
from input_pipeline.classification import ClassDataConfig

EPOCH = 5_005
"""Batches of 256 that visit ImageNet's 1,281,167 training images once."""


@dataclasses.dataclass(frozen=True, kw_only=True)
class ClassifierTrainConfig(TrainConfig):
    """Training settings of a classifier; see `TrainConfig`.

    Attributes:
        loss: what the steps lower, besides weight decay.
        patience: None: no run of a classifier ends early.
    """

    loss: LabelCrossEntropyConfig = LabelCrossEntropyConfig()

    def __post_init__(self):
        super().__post_init__()
        refuse_patience(self.patience, "a classifier")


@dataclasses.dataclass(frozen=True, kw_only=True)
class ClassifierRecipe:
    """Recipe of a classifier: all that a run needs to be repeated.

    Attributes:
        model: config of the network. `num_classes=None` leaves the number to
            the folders of the data.
        data: where images come from and how they are augmented.
        train: optimizer, schedule and bookkeeping.
    """

    model: ClassifierConfig
    data: ClassDataConfig
    train: ClassifierTrainConfig = ClassifierTrainConfig()

    def __post_init__(self):
        stride = self.model.backbone.output_stride
        if min(self.data.crop_size) < stride:
            raise ValueError(
                f"`data.crop_size` must be at least {stride} pixels a side, "
                "the output stride, or no feature is left. Received: "
                f"{self.data.crop_size}"
            )

    def with_num_classes(self, num_classes: int) -> ClassifierRecipe:
        """This recipe for data of `num_classes` classes.

        Raises:
            ValueError: if the model was given another number.
        """
        found = f"{num_classes} class folders to train on"
        return fill_num_classes(self, num_classes, found, "the folders")


def imagenet_resnet_gcn() -> ClassifierRecipe:
    """ResNet50-GCN on ImageNet, which the paper's segmentation starts from.

    Source of the backbone: Peng et al., "Large Kernel Matters",
    arXiv:1703.02719, table 11; its one-crop top-5 error is 7.9, that of
    ResNet-50 7.7 (table 6). The paper does not say how it was trained; the
    numbers are those of `fb.resnet.torch`: 90 epochs in batches of 256, rate
    0.1, a tenth of it after every 30, Nesterov's momentum 0.9, decay 1e-4.
    """
    return ClassifierRecipe(
        model=ClassifierConfig(
            num_classes=None,
            backbone=ResNetGCNConfig(batch_norm_momentum=0.9),
        ),
        data=ClassDataConfig(),
        train=ClassifierTrainConfig(
            total_steps=90 * EPOCH,
            optimizer=SGDConfig(momentum=0.9, nesterov=True, weight_decay=1e-4),
            schedule=StepDecayConfig(learning_rate=0.1),
            eval_every=EPOCH,
            save_every=1_000,
        ),
    )


CLASSIFIERS = {"imagenet_resnet_gcn": imagenet_resnet_gcn}
"""Recipes by name, as `deeplab train NAME` knows them."""
