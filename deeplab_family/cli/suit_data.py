"""Crop and batch that suit the images of a data set and this machine."""

import dataclasses
from pathlib import Path

from deeplab_family.recipes import Recipe
from input_pipeline import open_data
from input_pipeline.datasets.header_sizes import header_sizes
from input_pipeline.doctor.image_sizes import suggest_crop

LOOKED_AT = 200
CPU_CROP = 257
"""Largest side that two cores train on in an hour."""

GPU_CROP, GPU_BATCH = 513, 16
GPU_DEVICE = Path("/dev/nvidia0")


def suit_data(recipe: Recipe) -> Recipe:
    """The recipe with the crop that its images can fill.

    The doctor's suggestion, from the headers of at most 200 images, but no
    side above 257 pixels on a processor, or 513, in batches of 16, where the
    system has an NVIDIA card. TensorFlow is not asked: it would take seconds.

    Args:
        recipe: with its data.

    Raises:
        DataError: if the data set cannot be read.
    """
    data = recipe.data
    samples = open_data(data).split(data.train_split).samples
    sizes = list(header_sizes(samples, LOOKED_AT))
    if not sizes:
        return recipe
    has_gpu = GPU_DEVICE.exists()
    limit = GPU_CROP if has_gpu else CPU_CROP
    crop = tuple(min(side, limit) for side in suggest_crop(sizes))
    batch = GPU_BATCH if has_gpu else data.batch_size
    data = dataclasses.replace(data, crop_size=crop, batch_size=batch)
    return dataclasses.replace(recipe, data=data)
