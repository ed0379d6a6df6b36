"""Cost of recipes: multiply-adds of a training image, and hours."""

from deeplab_family.recipes.recipe import Recipe
from deeplab_family.recipes.stages import StagedRecipe, stages_of

CORES_GIGA_MULTIPLY_ADDS = 35.0
"""Billions of multiply-adds a second that two cores without a GPU do in
training: 42 with DeepLabv3 on ResNet-50 and 31 with MobileNetV2, measured
(docs/benchmarks/models.md)."""

GIGA_MULTIPLY_ADDS = {
    "synthetic_mobile": 0.177,
    "folder_lite": 1.923,
    "folder_mobile": 1.013,
    "folder_duc_hdc": 929.2,
    "folder_galdnet": 450.9,
    "folder_gcn": 157.1,
    "cityscapes_deeplabv3": 155.1,
    "cityscapes_deeplabv3_full": (155.1, 155.1),
    "cityscapes_duc_12_fold": 355.1,
    "cityscapes_duc": 929.2,
    "cityscapes_duc_hdc": (929.2, 929.2),
    "cityscapes_duc_hdc_coarse": (929.2, 929.2, 929.2),
    "cityscapes_duc_hdc_resnet152": (1146.7, 1146.7),
    "cityscapes_duc_hdc_resnet152_coarse": (1146.7, 1146.7, 1146.7),
    "cityscapes_galdnet": 451.0,
    "cityscapes_galdnet_coarse": (629.2, 629.2, 629.2),
    "cityscapes_galdnet_mapillary": (629.2, 629.2, 629.2, 629.2),
    "cityscapes_gcn": (170.2, 170.2),
    "coco_deeplabv3": 70.2,
    "kitti_duc": 84.2,
    "voc_deeplabv3": 70.2,
    "voc_deeplabv3_full": (70.2, 70.2, 245.8),
    "voc_duc": (342.2, 342.2),
    "voc_gcn": 67.7,
    "voc_gcn_full": (105.8, 67.7, 67.7),
    "voc_vortex": 183.5,
    "voc_vortex_full": (263.5, 263.5, 263.5),
}
"""Billions of one training image at the recipe's crop, for each stage where
there are several, so that they can be told without building a network; as
`deeplab inspect` counts them."""

BACKWARD = 3
"""Work of a training step in units of its forward pass."""


def hours_of(name: str, recipe: Recipe | StagedRecipe) -> float:
    """Hours of a recipe of the table, all its stages together.

    Args:
        name: of the recipe.
        recipe: the same.
    """
    work = GIGA_MULTIPLY_ADDS[name]
    each = work if isinstance(work, tuple) else (work,)
    return sum(
        cpu_hours(stage.recipe, billions)
        for stage, billions in zip(stages_of(name, recipe), each, strict=True)
    )


def cpu_hours(recipe: Recipe, giga_multiply_adds: float) -> float:
    """Hours of a whole run on two cores, evaluations not counted.

    Args:
        recipe: gives batch and steps.
        giga_multiply_adds: billions, of one training image.
    """
    images = recipe.train.total_steps * recipe.data.batch_size
    work = BACKWARD * images * giga_multiply_adds
    return work / CORES_GIGA_MULTIPLY_ADDS / 3600
