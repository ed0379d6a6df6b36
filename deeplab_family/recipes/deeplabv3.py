"""DeepLabv3 on PASCAL VOC 2012, COCO and Cityscapes, as the paper trains it.

Source: Chen et al., "Rethinking Atrous Convolution for Semantic Image
Segmentation", arXiv:1706.05587, section 4 and its appendix. Momentum, weight
decay and the seven scales are those of the official code; the paper does not
give them.
"""

from deeplab_family.backbones import ResNetConfig
from deeplab_family.models import DeepLabV3Config
from deeplab_family.optimizers import PolyConfig
from deeplab_family.recipes.changed_fields import with_fields
from deeplab_family.recipes.recipe import Recipe, TrainConfig
from deeplab_family.recipes.stages import PREVIOUS, Stage, StagedRecipe
from input_pipeline import DataConfig
from input_pipeline.sampling import VOC_HARD_CLASSES, HardClassBootstrap


def voc_deeplabv3() -> Recipe:
    """The paper's first stage: ResNet-101, `train_aug`, output stride 16.

    The paper, which starts from ImageNet weights as this recipe does,
    reports 77.21 mIoU on val at output stride 16 (its table 5). Batch 16,
    30K steps, rate 0.007 and statistics' decay 0.9997: section 4.1, "Batch
    normalization"; crop 513: "Crop size"; power 0.9: "Learning rate policy".
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

    About 60K pictures whose objects of VOC's classes cover more than 1,000
    pixels (section 4.3, "Pretrained on COCO"). The paper gives neither number
    of steps nor rate: the steps are those of Vortex Pooling's paper for this
    stage, the rate is that of section 4.1.
    """
    return with_fields(
        voc_deeplabv3(),
        data={
            "dataset": "coco",
            "train_split": "train",
            "eval_size": (641, 641),
        },
        train={"total_steps": 200_000},
    )


def voc_deeplabv3_full() -> StagedRecipe:
    """The paper's best on PASCAL VOC: COCO, `train_aug`, then `trainval`.

    The paper reports 82.7 mIoU on val after `train_aug` with more scales
    (table 6), and 85.7 on the test set at the end (table 7).

    coco: see `coco_deeplabv3`.
    train_aug: 30K steps at rate 0.0001 (section 4.3, "Pretrained on COCO");
    the rest as `voc_deeplabv3`.
    trainval: output stride 8, batch normalization frozen, 30K steps at rate
    0.001 (section 4.1), images of the five hard classes twice (section 4.3;
    the number of copies is ours). The paper does not say whether its 0.0001
    holds here as well: --trainval.lr 0.0001. Nor does it give the batch: 8 is
    ours; 6 fitted on the paper's card at this stride (appendix, table 10).
    The val split is trained on here, so this stage's scores judge nothing.
    """
    first = voc_deeplabv3()
    aug = with_fields(
        first,
        train={
            "weights": PREVIOUS,
            "schedule": PolyConfig(learning_rate=0.0001),
        },
    )
    return StagedRecipe(
        stages=(
            Stage(name="coco", recipe=coco_deeplabv3()),
            Stage(name="train_aug", recipe=aug),
            Stage(name="trainval", recipe=last_voc_stage(aug)),
        )
    )


def last_voc_stage(recipe: Recipe) -> Recipe:
    """Fine annotations at output stride 8; see `voc_deeplabv3_full`.

    Args:
        recipe: of the stage before, on PASCAL VOC.
    """
    backbone = recipe.model.with_output_stride(8).backbone
    return with_fields(
        recipe,
        model={"backbone": backbone},
        data={
            "train_split": "trainval",
            "batch_size": 8,
            "bootstrap": HardClassBootstrap(classes=VOC_HARD_CLASSES),
        },
        train={
            "weights": PREVIOUS,
            "freeze": ("batch_norm",),
            "schedule": PolyConfig(learning_rate=0.001),
        },
    )


def cityscapes_deeplabv3() -> Recipe:
    """The paper's appendix: `train` of Cityscapes, crops of 769 pixels.

    The paper, which starts from ImageNet weights as this recipe does,
    reports 77.23 mIoU on val at output stride 16 (its table 12). 90K steps,
    crop 769, "the same training protocol" but for that: appendix, "Cityscapes".
    """
    return with_fields(
        voc_deeplabv3(),
        model={"num_classes": 19},
        data={
            "dataset": "cityscapes",
            "train_split": "train",
            "crop_size": (769, 769),
            "eval_size": (1025, 2049),
        },
        train={"total_steps": 90_000},
    )


def cityscapes_deeplabv3_full() -> StagedRecipe:
    """The paper's best on Cityscapes: fine labels, then coarse ones too.

    The paper reports 81.3 mIoU on the test set (table 13).

    fine: see `cityscapes_deeplabv3`.
    trainval_coarse: 3,475 pictures with fine labels and some 20,000 with
    coarse ones (appendix, "Cityscapes": "we further train"). The paper says no
    more: one of either is visited as often as the other, the steps and the
    batch are those of the first stage, the rate 0.001 is section 4.1's for
    training on. The val split is trained on, so its scores judge nothing.
    """
    fine = cityscapes_deeplabv3()
    coarse = with_fields(
        fine,
        data={"train_split": "trainval_plus_extra"},
        train={
            "weights": PREVIOUS,
            "schedule": PolyConfig(learning_rate=0.001),
        },
    )
    return StagedRecipe(
        stages=(
            Stage(name="fine", recipe=fine),
            Stage(name="trainval_coarse", recipe=coarse),
        )
    )
