"""Sizes of images as their headers state them, without TensorFlow."""

import contextlib
from collections.abc import Iterator, Sequence

from input_pipeline.annotations.picture_size import upright_size
from input_pipeline.evenly import evenly
from input_pipeline.sample import SamplePaths


def header_sizes(
    samples: Sequence[SamplePaths], limit: int
) -> Iterator[tuple[int, int]]:
    """Height and width of some images of a split, upright.

    Images whose header cannot be read are left out: the checks before
    training, and the doctor, say better what is wrong with them.

    Args:
        samples: of a split; packed records have none, and give nothing.
        limit: int >= 1, how many images are looked at, spread evenly.
    """
    for place in evenly(len(samples), limit):
        with contextlib.suppress(ValueError):
            yield upright_size(samples[place].image_path)
