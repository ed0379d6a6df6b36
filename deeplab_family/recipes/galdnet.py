"""GALD-Net on streets, as the paper and its released code train it.

Source: Li et al., "Global Aggregation then Local Distribution in Fully
Convolutional Networks", arXiv:1909.07229, section 4.2; scales and weight decay
as in the code, which lets every parameter decay, not kernels alone.
"""

import dataclasses

from deeplab_family.backbones import ResNetConfig
from deeplab_family.losses import OHEMConfig
from deeplab_family.models import GALDNetConfig
from deeplab_family.optimizers import PolyConfig, SGDConfig
from deeplab_family.recipes.recipe import Recipe, TrainConfig
from input_pipeline import DataConfig
from input_pipeline.augment import RandomScale


def folder_galdnet() -> Recipe:
    """Large pictures of streets in a folder, as Cityscapes: ResNet-50, OHEM.

    It starts from ImageNet weights, as the paper does, which reports 79.6
    mIoU on the val split of Cityscapes (its table 1). These weights have a
    stem of one 7x7 convolution, and so has this trunk; the released code has
    three of 3x3. Weights for that stem are in TensorFlow's archive of ResNet
    "beta": --model.backbone.stem beta --model.backbone.stride-placement
    last_3x3 --weights FOLDER
    """
    return Recipe(
        model=GALDNetConfig(
            num_classes=None, backbone=ResNetConfig(output_stride=8)
        ),
        data=DataConfig(
            dataset="folder",
            crop_size=(769, 769),
            batch_size=8,
            scale=RandomScale(minimum=0.7, maximum=2.1, step=0.1),
        ),
        train=TrainConfig(
            total_steps=50_000,
            schedule=PolyConfig(learning_rate=0.01),
            optimizer=SGDConfig(weight_decay=5e-4),
            loss=OHEMConfig(),
            weights="imagenet",
        ),
    )


def cityscapes_galdnet() -> Recipe:
    """`folder_galdnet` on Cityscapes, where all pictures are 1024 x 2048."""
    recipe = folder_galdnet()
    return dataclasses.replace(
        recipe,
        model=dataclasses.replace(recipe.model, num_classes=19),
        data=dataclasses.replace(
            recipe.data, dataset="cityscapes", eval_size=(1024, 2048)
        ),
    )
