"""What recipes cost: multiply-adds of a training image, and hours."""

from deeplab_family.recipes.recipe import Recipe

CORES_GIGA_MULTIPLY_ADDS = 35.0
"""Billions of multiply-adds a second that two cores without a GPU do in
training: 42 with DeepLabv3 on ResNet-50 and 31 with MobileNetV2, measured
(docs/benchmarks.md)."""

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
