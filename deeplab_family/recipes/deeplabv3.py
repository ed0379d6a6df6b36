"""DeepLabv3 on PASCAL VOC 2012, as the paper trains it.

Source: Chen et al., "Rethinking Atrous Convolution for Semantic Image
Segmentation", arXiv:1706.05587, section 4.
"""

from deeplab_family.backbones import ResNetConfig
from deeplab_family.models import DeepLabV3Config
from deeplab_family.recipes.recipe import Recipe, TrainConfig
from input_pipeline import DataConfig


def voc_deeplabv3() -> Recipe:
    """The paper's first stage: ResNet-101, `train_aug`, output stride 16.

    The paper starts from ImageNet weights (`train.initial_weights`) and
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
        train=TrainConfig(total_steps=30_000, base_learning_rate=0.007),
    )
