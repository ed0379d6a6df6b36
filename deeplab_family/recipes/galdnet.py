"""GALD-Net on streets, as the paper and its released code train it.

Source: Li et al., "Global Aggregation then Local Distribution in Fully
Convolutional Networks", arXiv:1909.07229, section 4.2; scales, weight decay,
OHEM's numbers and the order of the stages as in the code, which lets every
parameter decay, not kernels alone.
"""

from deeplab_family.backbones import ResNetConfig
from deeplab_family.losses import OHEMConfig
from deeplab_family.models import GALDNetConfig
from deeplab_family.optimizers import PolyConfig, SGDConfig
from deeplab_family.recipes.changed_fields import with_fields
from deeplab_family.recipes.recipe import Recipe, TrainConfig
from deeplab_family.recipes.stages import PREVIOUS, Stage, StagedRecipe
from input_pipeline import DataConfig
from input_pipeline.augment import RandomScale


def folder_galdnet() -> Recipe:
    """Large pictures of streets in a folder, as Cityscapes: ResNet-50, OHEM.

    It starts from ImageNet weights, as the paper does, which reports 79.6
    mIoU on the val split of Cityscapes (its table 1). Rate 0.01, power 0.9,
    50K steps of 8 crops of 769: section 4.2. These weights have a stem of one
    7x7 convolution, and so has this backbone; the released code has three of
    3x3. Weights for that stem are in TensorFlow's archive of ResNet "beta":
    --model.backbone.stem beta --model.backbone.stride-placement last_3x3
    --weights FOLDER
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
            optimizer=SGDConfig(weight_decay=5e-4, decays="all"),
            loss=OHEMConfig(),
            weights="imagenet",
        ),
    )


def cityscapes_galdnet() -> Recipe:
    """`folder_galdnet` on Cityscapes, where all pictures are 1024 x 2048."""
    return with_fields(
        folder_galdnet(),
        model={"num_classes": 19},
        data={"dataset": "cityscapes", "eval_size": (1024, 2048)},
    )


def cityscapes_galdnet_coarse() -> StagedRecipe:
    """The paper's best without other data: ResNet-101, fine, coarse, fine.

    The paper reports 82.9 mIoU on the test set (table 2b). The order is that
    of the notes to the released code, with its lists: 3,475 fine labels and
    as many visits to each of 19,998 coarse ones in between. What the notes
    leave out is ours: each stage has the steps of section 4.2, the second and
    third a tenth of its rate. The val split is trained on from the second
    stage on, so their scores judge nothing.
    """
    return StagedRecipe(stages=_fine_coarse_fine("imagenet"))


def cityscapes_galdnet_mapillary() -> StagedRecipe:
    """The paper's best: Mapillary Vistas before `cityscapes_galdnet_coarse`.

    The paper reports 83.3 mIoU on the test set (table 2b) and nothing about
    this stage. Here it has the steps and the rate of section 4.2, and the
    classes of Vistas that are one of the 19 ("mapillary_cityscapes"; a more
    generous map: --mapillary.data.dataset mapillary_cityscapes_broad). The
    released code first makes the long side 2,177 pixels; at some 3,400 of
    them that is a scale of 0.64, by which its scales of 0.7 to 2.1 are
    multiplied here. It crops 1,025; 769 is the paper's for all.
    """
    recipe = _deep("imagenet")
    vistas = with_fields(
        recipe,
        data={
            "dataset": "mapillary_cityscapes",
            "eval_size": None,
            "scale": RandomScale(minimum=0.45, maximum=1.35, step=0.0),
        },
    )
    first = Stage(name="mapillary", recipe=vistas)
    return StagedRecipe(stages=(first, *_fine_coarse_fine(PREVIOUS)))


def _deep(weights: str) -> Recipe:
    return with_fields(
        cityscapes_galdnet(),
        model={"backbone": ResNetConfig(depth=101, output_stride=8)},
        train={"weights": weights},
    )


def _fine_coarse_fine(weights: str) -> tuple[Stage, ...]:
    fine = _deep(weights)
    slower = {
        "weights": PREVIOUS,
        "schedule": PolyConfig(learning_rate=0.001),
    }
    coarse = with_fields(
        fine, data={"train_split": "trainval_plus_extra"}, train=slower
    )
    again = with_fields(fine, data={"train_split": "trainval"}, train=slower)
    return (
        Stage(name="fine", recipe=fine),
        Stage(name="coarse", recipe=coarse),
        Stage(name="fine_again", recipe=again),
    )
