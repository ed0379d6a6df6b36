"""Size of a photograph as labelling tools show it: upright."""

from pathlib import Path

from PIL import ExifTags, Image

FIRST_SWAPPED = 5
"""EXIF orientations from here on swap height and width."""

_DAMAGED = OSError, SyntaxError, ValueError, Image.DecompressionBombError


def upright_size(path: Path) -> tuple[int, int]:
    """Height and width of a picture, from its header.

    Raises:
        ValueError: if the header cannot be read.
    """
    try:
        with Image.open(path) as image:
            width, height = image.size
            turn = image.getexif().get(ExifTags.Base.Orientation, 1)
    except _DAMAGED as e:
        raise ValueError(f"the picture {path.name} cannot be read") from e
    is_turned = isinstance(turn, int) and turn >= FIRST_SWAPPED
    return (width, height) if is_turned else (height, width)
