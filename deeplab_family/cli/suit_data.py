"""Crop and batch that suit the images of a data set and this machine."""

import dataclasses
from collections.abc import Iterator
from pathlib import Path

from PIL import ExifTags, Image

from deeplab_family.recipes import Recipe
from input_pipeline.doctor.image_sizes import suggest_crop
from input_pipeline.evenly import evenly

LOOKED_AT = 200
CPU_CROP = 257
"""Largest side that two cores train on in an hour."""

GPU_CROP, GPU_BATCH = 513, 16
GPU_DEVICE = Path("/dev/nvidia0")
FIRST_SWAPPED = 5
"""EXIF orientations from here on swap height and width."""


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
    sizes = list(_sizes(recipe.data))
    if not sizes:
        return recipe
    has_gpu = GPU_DEVICE.exists()
    limit = GPU_CROP if has_gpu else CPU_CROP
    crop = tuple(min(side, limit) for side in suggest_crop(sizes))
    batch = GPU_BATCH if has_gpu else recipe.data.batch_size
    data = dataclasses.replace(recipe.data, crop_size=crop, batch_size=batch)
    return dataclasses.replace(recipe, data=data)


def _sizes(data) -> Iterator[tuple[int, int]]:
    """Height and width of some images; those without a header are left out.

    What is wrong with them the checks before the first step say better.
    """
    dataset = data.open()
    if not hasattr(dataset, "samples"):
        return  # packed records: no headers to look at
    samples = dataset.samples(data.train_split)
    for place in evenly(len(samples), LOOKED_AT):
        try:
            with Image.open(samples[place].image_path) as image:
                width, height = image.size
                turn = image.getexif().get(ExifTags.Base.Orientation, 1)
        except (OSError, SyntaxError, ValueError, Image.DecompressionBombError):
            continue
        is_turned = isinstance(turn, int) and turn >= FIRST_SWAPPED
        yield (width, height) if is_turned else (height, width)
