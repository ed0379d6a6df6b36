"""DeepLabv3 on PASCAL VOC 2012, COCO and Cityscapes, as the paper trains it.

Source: Chen et al., "Rethinking Atrous Convolution for Semantic Image
Segmentation", arXiv:1706.05587, section 4 and its appendix.
"""

import dataclasses

from deeplab_family.backbones import ResNetConfig
from deeplab_family.models import DeepLabV3Config
from deeplab_family.optimizers import PolyConfig
from deeplab_family.recipes.recipe import Recipe, TrainConfig
from input_pipeline import DataConfig


def voc_deeplabv3() -> Recipe:
    """The paper's first stage: ResNet-101, `train_aug`, output stride 16.

    The paper, which starts from ImageNet weights as this recipe does,
    reports 77.21 mIoU on val at output stride 16 (its table 5).
    """
    return Recipe(
        model=DeepLabV3Config(
            num_classes=21,
            backbone=ResNetConfig(depth=101, output_stride=16),
        ),
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


def coco_deeplabv3() -> Recipe:
    """Pretraining on COCO with VOC's classes, before `voc_deeplabv3`.

    The paper fine-tunes on VOC with a rate of 0.0001 afterwards. It gives no
    number of steps; that of Vortex Pooling's paper for this stage is taken.
    """
    recipe = voc_deeplabv3()
    return dataclasses.replace(
        recipe,
        data=dataclasses.replace(
            recipe.data,
            dataset="coco",
            train_split="train",
            eval_size=(641, 641),
        ),
        train=dataclasses.replace(recipe.train, total_steps=200_000),
    )


def cityscapes_deeplabv3() -> Recipe:
    """The paper's appendix: `train` of Cityscapes, crops of 769 pixels.

    The paper, which starts from ImageNet weights as this recipe does,
    reports 77.23 mIoU on val at output stride 16 (its table 13).
    """
    recipe = voc_deeplabv3()
    return dataclasses.replace(
        recipe,
        model=dataclasses.replace(recipe.model, num_classes=19),
        data=dataclasses.replace(
            recipe.data,
            dataset="cityscapes",
            train_split="train",
            crop_size=(769, 769),
            eval_size=(1025, 2049),
        ),
        train=dataclasses.replace(recipe.train, total_steps=90_000),
    )
