"""Vortex pooling on PASCAL VOC 2012, as the paper trains it.

Source: Xie et al., "Vortex Pooling", arXiv:1804.06242, section 4.1.
"""

from deeplab_family.backbones import ResNetConfig
from deeplab_family.models import VortexNetConfig
from deeplab_family.optimizers import PolyConfig
from deeplab_family.recipes.changed_fields import with_fields
from deeplab_family.recipes.recipe import Recipe, TrainConfig
from deeplab_family.recipes.stages import PREVIOUS, Stage, StagedRecipe
from input_pipeline import DataConfig


def voc_vortex() -> Recipe:
    """The paper's ablations: ResNet-50, `train_aug`, output stride 8.

    The paper, which starts from ImageNet weights as this recipe does,
    reports 76.6 mIoU on val (its table 1). Rate 0.007, power 0.9 and 30K
    steps: section 4.1, "Learning rate policy"; crop 513, scales 0.5 to 2,
    multi-grid (1, 2, 4), stride 8 and batch 16: the paragraphs after it.
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


def voc_vortex_full() -> StagedRecipe:
    """The paper's best: ResNet-101, COCO, `train_aug`, then `trainval`.

    The paper reports 84.2 mIoU on val (table 2) and 86.3 on the test set
    (table 3), both with six scales, mirrored too.

    coco: objects below 1,000 pixels ignored, rate 0.007, 200K steps (section
    4.2, "Pretrained On MS COCO").
    train_aug, trainval: the paper gives their order alone and keeps "the same
    hyper-parameters and training strategy" as DeepLabv3 (section 4.1), so
    rates 0.0001 and 0.001, 30K steps each, batch normalization frozen at the
    end, are DeepLabv3's. No image is repeated ("Fine-tuned on PASCAL VOC
    2012"). The val split is trained on in the last stage.
    """
    recipe = voc_vortex()
    deep = with_fields(
        recipe, model={"backbone": ResNetConfig(depth=101, output_stride=8)}
    )
    coco = with_fields(
        deep,
        data={
            "dataset": "coco",
            "train_split": "train_objects",
            "eval_size": (641, 641),
        },
        train={"total_steps": 200_000},
    )
    aug = with_fields(
        deep,
        train={
            "weights": PREVIOUS,
            "schedule": PolyConfig(learning_rate=0.0001),
        },
    )
    official = with_fields(
        aug,
        data={"train_split": "trainval"},
        train={
            "freeze": ("batch_norm",),
            "schedule": PolyConfig(learning_rate=0.001),
        },
    )
    return StagedRecipe(
        stages=(
            Stage(name="coco", recipe=coco),
            Stage(name="train_aug", recipe=aug),
            Stage(name="trainval", recipe=official),
        )
    )
