"""DUC + HDC on streets, and DUC on PASCAL VOC 2012, as the paper trains them.

Source: Wang et al., "Understanding Convolution for Semantic Segmentation",
arXiv:1702.08502, sections 4.1 and 4.3.
"""

from deeplab_family.backbones import ResNetConfig
from deeplab_family.models import DUCHDCConfig
from deeplab_family.recipes.loss import LossConfig
from deeplab_family.recipes.recipe import Recipe, TrainConfig
from input_pipeline import DataConfig
from input_pipeline.augment import RandomScale
from input_pipeline.sampling import CITYSCAPES_12_FOLD

BATCH_SIZE = 12
# 20 epochs of 35,700 patches
STEPS = 20 * 35_700 // BATCH_SIZE
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
        base_learning_rate=2.5e-4,
        weight_decay=5e-4,
        loss=LossConfig(label_downsampling="every_nth"),
    )
