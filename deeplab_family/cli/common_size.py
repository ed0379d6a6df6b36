"""The size that a data set suggests for exported files."""

from collections import Counter

from deeplab_family.run_folder import DataChoice
from input_pipeline import DataConfig, DataError, open_data
from input_pipeline.datasets.header_sizes import header_sizes

LOOKED_AT = 500
LONGEST = 1024
"""Pixels of a side above which no phone runs the network in time."""


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
    yield from header_sizes(samples, LOOKED_AT)
    if not samples:  # they lie in records
        for images, _ in opened.eval_batches(LOOKED_AT // 10):
            yield tuple(images.shape[1:3])
