"""DUC + HDC on streets, DUC on KITTI and on PASCAL VOC 2012, as in the paper.

Source: Wang et al., "Understanding Convolution for Semantic Segmentation",
arXiv:1702.08502, sections 4.1 to 4.3.
"""

import dataclasses

from deeplab_family.backbones import ResNetConfig
from deeplab_family.losses import CrossEntropyConfig
from deeplab_family.models import DUCHDCConfig
from deeplab_family.optimizers import PolyConfig, SGDConfig
from deeplab_family.recipes.recipe import Recipe, TrainConfig
from input_pipeline import DataConfig
from input_pipeline.augment import RandomScale
from input_pipeline.sampling import CITYSCAPES_12_FOLD, KITTI_PATCHES

BATCH_SIZE = 12
# 20 epochs of 35,700 patches
STEPS = 20 * 35_700 // BATCH_SIZE
# of 320 x 320 at a stride of 100: 2 x 11 in each of 289 pictures
PATCHES_OF_ROADS = 289 * 22
UNSCALED = RandomScale(minimum=1.0, maximum=1.0)


def folder_duc_hdc() -> Recipe:
    """Large pictures of streets in a folder, as Cityscapes: ResNet-101."""
    return Recipe(
        model=DUCHDCConfig(num_classes=None, upsample_logits=False),
        data=DataConfig(
            dataset="folder",
            crop_size=(544, 544),
            batch_size=BATCH_SIZE,
            scale=UNSCALED,
            patches=CITYSCAPES_12_FOLD,
        ),
        train=_train(STEPS),
    )


def cityscapes_duc_hdc() -> Recipe:
    """`folder_duc_hdc` on Cityscapes, where all pictures are 1024 x 2048."""
    recipe = folder_duc_hdc()
    return dataclasses.replace(
        recipe,
        model=dataclasses.replace(recipe.model, num_classes=19),
        data=dataclasses.replace(
            recipe.data, dataset="cityscapes", eval_size=(1024, 2048)
        ),
    )


def kitti_duc() -> Recipe:
    """Roads of KITTI: ResNet-101, a score for each pixel, patches of 320.

    The paper trains on all 289 pictures (`--data.train-split train`); every
    fifth is held out here, since the test set has no public labels.
    """
    trunk = ResNetConfig(depth=101, output_stride=8, multi_grid=(1, 1, 1))
    return Recipe(
        model=DUCHDCConfig(num_classes=2, backbone=trunk, cell=1),
        data=DataConfig(
            dataset="kitti_road",
            train_split="train_part",
            eval_split="val_part",
            crop_size=(320, 320),
            batch_size=BATCH_SIZE,
            # the largest pictures have 376 x 1242 pixels
            eval_size=(376, 1248),
            scale=UNSCALED,
            patches=KITTI_PATCHES,
        ),
        train=dataclasses.replace(
            _train(20 * PATCHES_OF_ROADS // BATCH_SIZE),
            loss=CrossEntropyConfig(),
        ),
    )


def voc_duc() -> Recipe:
    """DUC without hybrid dilation: ResNet-152, images padded to 512."""
    trunk = ResNetConfig(depth=152, output_stride=8, multi_grid=(1, 1, 1))
    return Recipe(
        model=DUCHDCConfig(
            num_classes=21, backbone=trunk, upsample_logits=False
        ),
        data=DataConfig(
            dataset="voc",
            train_split="train_aug",
            crop_size=(512, 512),
            batch_size=BATCH_SIZE,
            eval_size=(512, 512),
            scale=UNSCALED,
        ),
        # 20 epochs, too, of the 10,582 pictures of `train_aug`
        train=_train(20 * 10_582 // BATCH_SIZE),
    )


def _train(steps: int) -> TrainConfig:
    return TrainConfig(
        total_steps=steps,
        schedule=PolyConfig(learning_rate=2.5e-4),
        optimizer=SGDConfig(weight_decay=5e-4),
        loss=CrossEntropyConfig(label_downsampling="every_nth"),
        weights="imagenet",
    )
