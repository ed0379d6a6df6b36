"""DUC + HDC on Cityscapes and KITTI, DUC on PASCAL VOC 2012.

Source: Wang et al., "Understanding Convolution for Semantic Segmentation",
arXiv:1702.08502, sections 4.1 to 4.3. Rate 2.5e-4, power 0.9, decay 5e-4,
momentum 0.9 and 20 epochs: section 4.1, "Baseline Model". The statistics of
ResNet-101 stay those of ImageNet: the paper learns them with ResNet-152 alone
("due to the network difference"), and so does the released configuration. The
networks have batch normalization in the backbone alone.
"""

from deeplab_family.backbones import ResNetConfig
from deeplab_family.losses import CrossEntropyConfig
from deeplab_family.models import DUCHDCConfig
from deeplab_family.optimizers import PolyConfig, SGDConfig
from deeplab_family.recipes.changed_fields import with_fields
from deeplab_family.recipes.recipe import Recipe, TrainConfig
from deeplab_family.recipes.stages import PREVIOUS, Stage, StagedRecipe
from input_pipeline import DataConfig
from input_pipeline.augment import RandomScale
from input_pipeline.sampling import (
    CITYSCAPES_7_FOLD,
    CITYSCAPES_12_FOLD,
    KITTI_PATCHES,
    Mix,
)

EPOCHS = 20
STREETS = 2_975
SIX_BRANCHES = (6, 12, 18, 24, 30, 36)
# of 320 x 320 at a stride of 100: 2 x 11 in each of 289 pictures
PATCHES_OF_ROADS = 289 * 22
VOC_AUG_AND_VAL, WITH_COCO = 12_031, 109_892
UNSCALED = RandomScale(minimum=1.0, maximum=1.0)
FIXED = ("batch_norm",)


def cityscapes_duc_12_fold() -> Recipe:
    """DUC on ResNet-101 in the paper's table 1: six branches, cells of 2.

    The paper reports 74.7 mIoU on val. Batches of 12 crops of 544 out of
    twelve patches of 800 of each picture, 35,700 in all (section 4.1,
    "Baseline Model"); rates 6 to 36 and cell 2 ("Ablation Studies").
    """
    return Recipe(
        model=DUCHDCConfig(
            num_classes=19,
            backbone=_backbone(101),
            atrous_rates=SIX_BRANCHES,
            upsample_logits=False,
        ),
        data=DataConfig(
            dataset="cityscapes",
            crop_size=(544, 544),
            batch_size=12,
            eval_size=(1024, 2048),
            scale=UNSCALED,
            patches=CITYSCAPES_12_FOLD,
        ),
        train=_train(EPOCHS * 12 * STREETS // 12),
    )


def cityscapes_duc() -> Recipe:
    """The paper's best DUC on ResNet-101: patches of 880.

    The paper reports 75.7 mIoU on val (section 4.1, "Bigger Patch Size"): one
    patch on each of 4 GPUs, seven of each picture, moved by up to 80 pixels.
    Epochs are not given and are those of the baseline.
    """
    return with_fields(
        cityscapes_duc_12_fold(),
        data={
            "crop_size": (880, 880),
            "batch_size": 4,
            "patches": CITYSCAPES_7_FOLD,
        },
        train={"total_steps": _seven_fold(EPOCHS)},
    )


def cityscapes_duc_hdc() -> StagedRecipe:
    """Hybrid dilation on top of the best DUC, ResNet-101.

    The paper reports 76.4 mIoU on val (tables 2 and 3), 77.6 on the test set
    (table 4).

    duc: see `cityscapes_duc`.
    hdc: "we use the best ResNet-DUC model as a starting point": rates 1, 2,
    5, 9 in block 3 and 5, 9, 17 in block 4 ("Dilation-bigger"). Its length is
    not given: again 20 epochs at the same rate.
    """
    duc = cityscapes_duc()
    hdc = with_fields(
        duc,
        model={"backbone": _backbone(101, "bigger")},
        train={"weights": PREVIOUS},
    )
    return StagedRecipe(
        stages=(Stage(name="duc", recipe=duc), Stage(name="hdc", recipe=hdc))
    )


def cityscapes_duc_hdc_coarse() -> StagedRecipe:
    """`cityscapes_duc_hdc`, then coarse labels beside the fine ones.

    The paper reports 76.2 mIoU on val (table 3), 78.5 on the test set (table
    4). It says of this stage only that 20,000 coarse labels are added: each
    picture counts alike, and steps and rate are those of the stage before.
    """
    return _with_coarse(cityscapes_duc_hdc())


def cityscapes_duc_hdc_resnet152() -> StagedRecipe:
    """The deeper network of table 3: statistics learned, then fixed.

    The paper reports 76.7 mIoU on val (table 3).

    learned: 10 epochs in which batch normalization trains (section 4.1,
    "Deeper Networks").
    fixed: 20 more with it fixed. Patches, batch and rates are those of
    `cityscapes_duc`; that the rate begins anew is ours.
    """
    learned = with_fields(
        cityscapes_duc(),
        model={"backbone": _backbone(152, "bigger")},
        train={"total_steps": _seven_fold(10), "freeze": ()},
    )
    fixed = with_fields(
        learned,
        train={
            "total_steps": _seven_fold(20),
            "freeze": FIXED,
            "weights": PREVIOUS,
        },
    )
    return StagedRecipe(
        stages=(
            Stage(name="learned", recipe=learned),
            Stage(name="fixed", recipe=fixed),
        )
    )


def cityscapes_duc_hdc_resnet152_coarse() -> StagedRecipe:
    """`cityscapes_duc_hdc_resnet152`, then coarse labels beside the fine ones.

    The paper reports 77.1 mIoU on val (table 3). What it does not say is as in
    `cityscapes_duc_hdc_coarse`.
    """
    return _with_coarse(cityscapes_duc_hdc_resnet152())


def folder_duc_hdc() -> Recipe:
    """Large pictures of streets in a folder: DUC + HDC on ResNet-101.

    The network and the patches of the last stage of `cityscapes_duc_hdc`, in
    one stage from ImageNet weights. Steps are 20 epochs of 2,975 pictures.
    """
    return with_fields(
        cityscapes_duc(),
        model={"num_classes": None, "backbone": _backbone(101, "bigger")},
        data={"dataset": "folder", "eval_size": None},
    )


def kitti_duc() -> Recipe:
    """Roads of KITTI: ResNet-101, a score for each pixel, patches of 320.

    The paper reports 96.41 MaxF on the test set (table 5). Patches every 100
    pixels, the rest "the same as Cityscapes" (section 4.2); four branches and
    cells of 1 are ours. The paper trains on all 289 pictures
    (`--data.train-split train`); every fifth is held out here, since the test
    set has no public labels.
    """
    return Recipe(
        model=DUCHDCConfig(num_classes=2, backbone=_backbone(101), cell=1),
        data=DataConfig(
            dataset="kitti_road",
            train_split="train_part",
            eval_split="val_part",
            crop_size=(320, 320),
            batch_size=12,
            # the largest pictures have 376 x 1242 pixels
            eval_size=(376, 1248),
            scale=UNSCALED,
            patches=KITTI_PATCHES,
        ),
        train=_train(
            EPOCHS * PATCHES_OF_ROADS // 12, loss=CrossEntropyConfig()
        ),
    )


def voc_duc() -> StagedRecipe:
    """DUC on PASCAL VOC: ResNet-152, COCO and `train_aug`, then `trainval_aug`.

    The paper reports 83.1 mIoU on the test set (table 6). Images are padded
    with zeros to 512, the rest is "the same as Cityscapes" (section 4.3):
    batches of 12, rate 2.5e-4, 20 epochs each.

    pretrained: 99,310 pictures of COCO with objects of VOC's classes and the
    10,582 of `train_aug`. Statistics are learned, as with this depth on
    Cityscapes; the paper does not say so here.
    finetuned: `train_aug` and val, 12,031 images, statistics fixed. The val
    split is trained on, so this stage's scores judge nothing.
    """
    coco = Mix(roots=("",), datasets=("coco",), splits=("train_any",))
    pretrained = Recipe(
        model=DUCHDCConfig(
            num_classes=21, backbone=_backbone(152), upsample_logits=False
        ),
        data=DataConfig(
            dataset="voc",
            train_split="train_aug",
            crop_size=(512, 512),
            batch_size=12,
            eval_size=(512, 512),
            padding="zero",
            scale=UNSCALED,
            mix=coco,
        ),
        train=_train(EPOCHS * WITH_COCO // 12, freeze=()),
    )
    finetuned = with_fields(
        pretrained,
        data={"train_split": "trainval_aug", "mix": Mix()},
        train={
            "total_steps": EPOCHS * VOC_AUG_AND_VAL // 12,
            "freeze": FIXED,
            "weights": PREVIOUS,
        },
    )
    return StagedRecipe(
        stages=(
            Stage(name="pretrained", recipe=pretrained),
            Stage(name="finetuned", recipe=finetuned),
        )
    )


def _backbone(depth: int, rates=None) -> ResNetConfig:
    return ResNetConfig(
        depth=depth,
        output_stride=8,
        multi_grid=(1, 1, 1),
        hybrid_dilation=rates,
    )


def _seven_fold(epochs: int) -> int:
    """Steps of 4 patches through all that are cut."""
    return epochs * 7 * STREETS // 4


def _with_coarse(staged: StagedRecipe) -> StagedRecipe:
    coarse = with_fields(
        staged.stages[-1].recipe,
        data={"train_split": "train_plus_extra"},
        train={"weights": PREVIOUS},
    )
    return StagedRecipe(
        stages=(*staged.stages, Stage(name="coarse", recipe=coarse))
    )


def _train(steps: int, **fields) -> TrainConfig:
    return TrainConfig(
        **{
            "total_steps": steps,
            "schedule": PolyConfig(learning_rate=2.5e-4),
            "optimizer": SGDConfig(weight_decay=5e-4),
            "loss": CrossEntropyConfig(label_downsampling="every_nth"),
            "weights": "imagenet",
            "freeze": FIXED,
            **fields,
        }
    )
