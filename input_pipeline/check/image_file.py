"""Looks at the header of a photograph before anything decodes it."""

import io
from pathlib import Path

from PIL import Image, UnidentifiedImageError

from input_pipeline.decode.picture_header import MOST_PIXELS
from input_pipeline.errors import DataError

# Cameras that store a second view mark their JPEG files as MPO.
_JPEG = ("JPEG", "MPO")
_ORIENTATION, _UPRIGHT = 0x0112, 1


def image_size(path: Path, encoded: bytes) -> tuple[int, int]:
    """Reads the size of a JPEG or PNG picture from its header.

    Args:
        path: where the picture lies, for messages.
        encoded: the bytes of the file.

    Returns:
        `(height, width)` in pixels.

    Raises:
        DataError: if the bytes are no JPEG or PNG picture, the picture is
            huge or animated, or a viewer would show it turned, so that a mask
            drawn over it does not fit the stored pixels.
    """
    try:
        with Image.open(io.BytesIO(encoded)) as picture:
            width, height = picture.size
            kind = picture.format
            turned = kind in _JPEG and _is_turned(picture)
            moves = kind == "PNG" and getattr(picture, "is_animated", False)
    except Image.DecompressionBombError as error:
        raise DataError(
            f"{path} is refused before decoding: {error}"
        ) from error
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError) as error:
        raise DataError(
            f"{path} is not a readable picture ({len(encoded)} bytes)"
        ) from error
    if kind not in (*_JPEG, "PNG"):
        raise DataError(f"{path} is a {kind} file; images must be JPEG or PNG")
    refuse_huge(path, height, width)
    if moves:
        raise DataError(f"{path} is animated; save its first picture alone")
    if turned:
        raise DataError(
            f"{path} has an EXIF orientation, which is not applied here: its "
            "mask may be turned against it. Save it upright, without the tag"
        )
    return height, width


def refuse_huge(path: Path, height: int, width: int) -> None:
    """Raises `DataError` for sizes that cannot be meant."""
    if height * width > MOST_PIXELS:
        raise DataError(
            f"{path} claims {width} x {height} pixels; more than "
            f"{MOST_PIXELS // 10**6} million are refused before decoding"
        )


def _is_turned(picture: Image.Image) -> bool:
    return picture.getexif().get(_ORIENTATION, _UPRIGHT) != _UPRIGHT
