"""GCN on PASCAL VOC 2012 and on Cityscapes, as the paper trains it.

Source: Peng et al., "Large Kernel Matters", arXiv:1703.02719, section 4. The
paper gives neither learning rate nor number of steps. The rate is FCN's for
the same momentum and decay, for a loss that is a mean over pixels; the steps
are ours. The paper trains on single images, from ImageNet weights, with
momentum 0.99 and decay 0.0005; images are mirrored and not scaled. One image
has no statistics to speak of, so those of the weights are kept; the network has
batch normalization in the backbone alone. From fresh weights, which have none
to
keep: --weights none --train.freeze --batch-size 2
"""

from deeplab_family.backbones import ResNetConfig
from deeplab_family.models import GCNConfig
from deeplab_family.optimizers import ConstantConfig, SGDConfig
from deeplab_family.recipes.changed_fields import with_fields
from deeplab_family.recipes.recipe import Recipe, TrainConfig
from deeplab_family.recipes.stages import PREVIOUS, Stage, StagedRecipe
from input_pipeline import DataConfig
from input_pipeline.augment import RandomScale
from input_pipeline.sampling import Mix

UNDILATED = ResNetConfig(depth=152, output_stride=32, multi_grid=(1, 1, 1))
TRAIN = TrainConfig(
    total_steps=60_000,
    schedule=ConstantConfig(learning_rate=2.5e-5),
    optimizer=SGDConfig(momentum=0.99, weight_decay=5e-4),
    weights="imagenet",
    freeze=("batch_norm",),
)
UNSCALED = RandomScale(minimum=1.0, maximum=1.0)
COCO = Mix(roots=("",), datasets=("coco",), splits=("train_any",))
"""Its pictures with objects of VOC's classes, each as often as one of VOC."""


def voc_gcn() -> Recipe:
    """The paper's ablations: ResNet-152, k = 15, images padded to 512.

    Section 4.1 and tables 1 to 5; GCN with boundary refinement has 74.7 mIoU
    on val in table 5.
    """
    return Recipe(
        model=GCNConfig(num_classes=21, backbone=UNDILATED),
        data=DataConfig(
            dataset="voc",
            train_split="train_aug",
            crop_size=(512, 512),
            batch_size=1,
            eval_size=(512, 512),
            scale=UNSCALED,
        ),
        train=TRAIN,
    )


def voc_gcn_full() -> StagedRecipe:
    """The paper's best on PASCAL VOC: COCO, SBD and VOC in three stages.

    The paper reports 75.0, 78.6 and 80.3 mIoU on val after the stages (table
    7), and 82.2 on the test set with more scales and a CRF (table 8).

    stage1: COCO, SBD and VOC together, 109,892 images padded to 640 (section
    4.2); 220K steps, which is twice each, are ours.
    stage2: SBD and VOC, 10,582 images padded to 512; 60K steps are ours.
    stage3: VOC alone, 1,464 images padded to 512; 15K steps are ours. It is
    `train` here, so that val can judge.
    """
    recipe = voc_gcn()
    joined = with_fields(
        recipe,
        data={"mix": COCO, "crop_size": (640, 640)},
        train={"total_steps": 220_000},
    )
    aug = with_fields(recipe, train={"weights": PREVIOUS})
    official = with_fields(
        aug, data={"train_split": "train"}, train={"total_steps": 15_000}
    )
    return _stages(joined, aug, official)


def cityscapes_gcn() -> StagedRecipe:
    """The paper on Cityscapes: coarse and fine labels, then fine ones.

    The paper reports 73.0 and 76.9 mIoU on val after the stages (table 9).
    Both take random crops of 800 and k = 25, so that the kernel covers the
    last map (section 4.3).

    stage1: 2,975 fine and 19,998 coarse labels, 22,973 images; 69K steps,
    which is three times each, are ours.
    stage2: the fine ones; 30K steps are ours.
    """
    recipe = with_fields(
        folder_gcn(),
        model={"num_classes": 19},
        data={
            "dataset": "cityscapes",
            "train_split": "train_plus_extra",
            "eval_size": (1024, 2048),
        },
        train={"total_steps": 69_000},
    )
    fine = with_fields(
        recipe,
        data={"train_split": "train"},
        train={"weights": PREVIOUS, "total_steps": 30_000},
    )
    return _stages(recipe, fine)


def folder_gcn() -> Recipe:
    """Large pictures of streets in a folder, as Cityscapes: k = 25."""
    return Recipe(
        model=GCNConfig(num_classes=None, backbone=UNDILATED, kernel_size=25),
        data=DataConfig(
            dataset="folder",
            crop_size=(800, 800),
            batch_size=1,
            scale=UNSCALED,
        ),
        train=TRAIN,
    )


def _stages(*recipes: Recipe) -> StagedRecipe:
    """Called as the paper calls them."""
    return StagedRecipe(
        stages=tuple(
            Stage(name=f"stage{number}", recipe=recipe)
            for number, recipe in enumerate(recipes, start=1)
        )
    )
