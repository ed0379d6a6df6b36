"""Image, crop and batch sizes that suit a data set and this machine."""

import dataclasses
from collections import Counter
from pathlib import Path

from deeplab_family.recipes import Recipe
from deeplab_family.run_folder import DataChoice
from input_pipeline import DataConfig, DataError, open_data
from input_pipeline.datasets.header_sizes import header_sizes
from input_pipeline.doctor.image_sizes import suggest_crop

MOST_IMAGES = 500
MOST_FOR_CROP = 200
LONGEST = 1024
"""Pixels of a side above which no phone runs the network in time."""
CPU_CROP = 289
"""Largest side that two cores train on in an hour."""

GPU_CROP, GPU_BATCH = 513, 16
GPU_DEVICE = Path("/dev/nvidia0")


def common_size(data: DataChoice) -> tuple[tuple[int, int], str]:
    """The commonest size of the training images, not larger than `LONGEST`.

    Args:
        data: what to look at; at most 500 images, spread evenly.

    Returns:
        `(height, width)` in pixels, and why.

    Raises:
        DataError: if the data cannot be read.
    """
    sizes = Counter(_sizes(data))
    if not sizes:
        raise DataError(
            f"no training image of {data.root} can be read. `deeplab doctor "
            f"{data.root}` says why"
        )
    (height, width), count = sizes.most_common(1)[0]
    of = f"of {count} of {sizes.total()} training images"
    share = LONGEST / max(height, width)
    if share >= 1:
        return (height, width), of
    smaller = max(1, round(height * share)), max(1, round(width * share))
    return smaller, f"in the proportion {of} ({height} x {width})"


def _sizes(data: DataChoice):
    names = {**vars(data), "eval_split": data.train_split}
    opened = open_data(DataConfig(**names, check=False))
    samples = opened.split(data.train_split).samples
    yield from header_sizes(samples, MOST_IMAGES)
    if not samples:  # they lie in records
        for images, _ in opened.eval_batches(MOST_IMAGES // 10):
            yield tuple(images.shape[1:3])


def suit_data(recipe: Recipe) -> Recipe:
    """The recipe with the crop that its images can fill.

    The doctor's suggestion, from the headers of at most 200 images, but no
    side above 289 pixels on a processor, or 513, in batches of 16, where the
    system has an NVIDIA card. TensorFlow is not asked: it would take seconds.

    Args:
        recipe: with its data.

    Raises:
        DataError: if the data set cannot be read.
    """
    data = recipe.data
    samples = open_data(data).split(data.train_split).samples
    sizes = list(header_sizes(samples, MOST_FOR_CROP))
    if not sizes:
        return recipe
    has_gpu = GPU_DEVICE.exists()
    limit = GPU_CROP if has_gpu else CPU_CROP
    crop = tuple(min(side, limit) for side in suggest_crop(sizes))
    batch = GPU_BATCH if has_gpu else data.batch_size
    data = dataclasses.replace(data, crop_size=crop, batch_size=batch)
    return dataclasses.replace(recipe, data=data)
