"""Vortex pooling on PASCAL VOC 2012, as the paper trains it.

Source: Xie et al., "Vortex Pooling", arXiv:1804.06242, section 4.1.
"""

from deeplab_family.models import VortexNetConfig
from deeplab_family.optimizers import PolyConfig
from deeplab_family.recipes.recipe import Recipe, TrainConfig
from input_pipeline import DataConfig


def voc_vortex() -> Recipe:
    """The paper's ablations: ResNet-50, `train_aug`, output stride 8.

    The paper, which starts from ImageNet weights as this recipe does,
    reports 76.6 mIoU on val (its table 1).
    """
    return Recipe(
        model=VortexNetConfig(num_classes=21),
        data=DataConfig(
            dataset="voc",
            train_split="train_aug",
            crop_size=(513, 513),
            batch_size=16,
            eval_size=(513, 513),
        ),
        train=TrainConfig(
            total_steps=30_000,
            schedule=PolyConfig(learning_rate=0.007),
            weights="imagenet",
        ),
    )
