"""Size check of pictures that Python decodes, before it does."""

from input_pipeline.decode.picture_header import MOST_PIXELS
from input_pipeline.errors import PictureError

MOST_VALUES = 3 * MOST_PIXELS
"""Pixels times channels of a picture, as many as the largest RGB one has."""


def check_size(height: int, width: int, channels: int) -> None:
    """Refuses sizes that would fill the memory.

    Args:
        height: in pixels, as the header claims.
        width: in pixels, likewise.
        channels: likewise.

    Raises:
        PictureError: if there are no pixels, more than `MOST_PIXELS`, or more
            than `MOST_VALUES` values.
    """
    pixels = height * width
    if min(height, width, channels) < 1:
        text = f"a picture of {width} x {height} pixels, {channels} channels"
        raise PictureError("image_unreadable", text)
    if pixels > MOST_PIXELS or pixels * channels > MOST_VALUES:
        text = f"claims {width} x {height} pixels of {channels} channels"
        raise PictureError("image_huge", text)
