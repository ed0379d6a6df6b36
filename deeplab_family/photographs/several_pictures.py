"""Files of several pictures, of which the first one alone is read."""

import struct
from pathlib import Path

from PIL import Image

ENDINGS = (".gif", ".webp", ".tif", ".tiff")
_UNREADABLE = (
    *(OSError, ValueError, SyntaxError, EOFError, struct.error),
    *(Image.DecompressionBombError, OverflowError),
)


def has_more_pictures(path: Path) -> bool:
    """Whether a file is an animation, or has several pages.

    To judge by its ending and its header; one that cannot be opened has none,
    as whoever reads it tells why.
    """
    if path.suffix.lower() not in ENDINGS:
        return False
    try:
        with Image.open(path) as picture:
            return getattr(picture, "n_frames", 1) > 1
    except _UNREADABLE:
        return False
