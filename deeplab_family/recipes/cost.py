"""Cost of recipes: multiply-adds of a training image, and hours."""

from deeplab_family.recipes.recipe import Recipe

CORES_GIGA_MULTIPLY_ADDS = 35.0
"""Billions of multiply-adds a second that two cores without a GPU do in
training: 42 with DeepLabv3 on ResNet-50 and 31 with MobileNetV2, measured
(docs/benchmarks.md)."""

GIGA_MULTIPLY_ADDS = {
    "synthetic_mobile": 0.177,
    "folder_lite": 1.923,
    "folder_mobile": 1.013,
    "folder_duc_hdc": 259.6,
    "folder_galdnet": 450.9,
    "folder_gcn": 157.1,
    "cityscapes_deeplabv3": 155.1,
    "cityscapes_duc_hdc": 303.3,
    "cityscapes_galdnet": 451.0,
    "coco_deeplabv3": 70.2,
    "kitti_duc": 84.2,
    "voc_deeplabv3": 70.2,
    "voc_duc": 342.2,
    "voc_gcn": 67.7,
    "voc_vortex": 183.5,
}
"""Billions of one training image at the recipe's crop, so that they can be
told without building a network; as `deeplab inspect` counts them."""

BACKWARD = 3
"""Work of a training step in units of its forward pass."""


def cpu_hours(recipe: Recipe, giga_multiply_adds: float) -> float:
    """Hours of a whole run on two cores, evaluations not counted.

    Args:
        recipe: gives batch and steps.
        giga_multiply_adds: billions, of one training image.
    """
    images = recipe.train.total_steps * recipe.data.batch_size
    work = BACKWARD * images * giga_multiply_adds
    return work / CORES_GIGA_MULTIPLY_ADDS / 3600
