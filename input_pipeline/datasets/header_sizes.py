"""Sizes of images as their headers state them, without TensorFlow."""

from collections.abc import Iterator, Sequence

from PIL import ExifTags, Image

from input_pipeline.evenly import evenly
from input_pipeline.sample import SamplePaths

FIRST_SWAPPED = 5
"""EXIF orientations from here on swap height and width."""


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
        try:
            with Image.open(samples[place].image_path) as image:
                width, height = image.size
                turn = image.getexif().get(ExifTags.Base.Orientation, 1)
        except (OSError, SyntaxError, ValueError, Image.DecompressionBombError):
            continue
        is_turned = isinstance(turn, int) and turn >= FIRST_SWAPPED
        yield (width, height) if is_turned else (height, width)
