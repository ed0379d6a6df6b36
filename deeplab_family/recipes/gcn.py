"""GCN on PASCAL VOC 2012 and on streets, as the paper trains it.

Source: Peng et al., "Large Kernel Matters", arXiv:1703.02719, section 4. The
paper gives neither learning rate nor number of steps. The rate is FCN's for
the same momentum and decay, for a loss that is a mean over pixels; the steps
are ours. The paper trains on single images, from ImageNet weights. One image
has no statistics to speak of, so those of the weights are kept; the network has
batch normalization in the trunk alone. From fresh weights, which have none to
keep: --weights none --train.freeze --batch-size 2
"""

from deeplab_family.backbones import ResNetConfig
from deeplab_family.models import GCNConfig
from deeplab_family.optimizers import ConstantConfig, SGDConfig
from deeplab_family.recipes.recipe import Recipe, TrainConfig
from input_pipeline import DataConfig
from input_pipeline.augment import RandomScale

UNDILATED = ResNetConfig(depth=152, output_stride=32, multi_grid=(1, 1, 1))
TRAIN = TrainConfig(
    total_steps=60_000,
    schedule=ConstantConfig(learning_rate=2.5e-5),
    optimizer=SGDConfig(momentum=0.99, weight_decay=5e-4),
    weights="imagenet",
    freeze=("batch_norm",),
)
UNSCALED = RandomScale(minimum=1.0, maximum=1.0)


def voc_gcn() -> Recipe:
    """The paper's ablations: ResNet-152, k = 15, images padded to 512."""
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
