"""MobileNetV2 DeepLabv3: small, trained from scratch, made for phones."""

from deeplab_family.backbones import MobileNetV2Config
from deeplab_family.models import DeepLabV3Config
from deeplab_family.recipes.recipe import Recipe, TrainConfig
from input_pipeline import DataConfig


def synthetic_mobile() -> Recipe:
    """The demo: drawn streets, a few minutes on two cores."""
    return Recipe(
        model=_mobile(alpha=0.5, output_stride=8),
        data=DataConfig(
            dataset="synthetic",
            root="runs/synthetic",
            crop_size=(161, 161),
            batch_size=8,
        ),
        train=TrainConfig(
            total_steps=700,
            base_learning_rate=0.1,
            weight_decay=4e-5,
            eval_every=350,
            save_every=50,
        ),
    )


def folder_mobile() -> Recipe:
    """Any folder: `--data.root DIR` with images/ and labels/ below it."""
    return Recipe(
        model=_mobile(alpha=1.0, output_stride=16),
        data=DataConfig(dataset="folder", crop_size=(257, 257), batch_size=8),
        train=TrainConfig(
            total_steps=4_000,
            base_learning_rate=0.05,
            weight_decay=4e-5,
            eval_every=500,
            save_every=100,
        ),
    )


def _mobile(alpha: float, output_stride: int) -> DeepLabV3Config:
    return DeepLabV3Config(
        num_classes=None,
        backbone=MobileNetV2Config(
            alpha=alpha,
            output_stride=output_stride,
            # The paper's 0.9997 would not arrive within these few steps.
            batch_norm_momentum=0.97,
        ),
        filters=128,
    )
