"""Large TIFF files: which are segmented from disk to disk."""

import functools
from pathlib import Path

from PIL import Image

ENDINGS = (".tif", ".tiff")
MOST_PIXELS = 25_000_000
"""Of an image that is asked as a whole."""
GEO_KEYS, PIXEL_SCALE = 34735, 33550
"""Tags of GeoTIFF files; OGC GeoTIFF 1.1, section 7.1.1."""


@functools.lru_cache(maxsize=100_000)
def is_large_tiff(path: Path) -> bool:
    """Is it a TIFF file for `inference.segment_large`, to judge by its header?

    That is one of more than `MOST_PIXELS` pixels, one that says where on the
    earth it lies, and one that Pillow does not know. A file that cannot be
    opened is none: whoever reads it tells why.
    """
    if path.suffix.lower() not in ENDINGS:
        return False
    try:
        if not path.is_file():
            return False
        with path.open("rb") as file:
            start = file.read(4)
    except OSError:
        return False
    if start not in (b"II*\0", b"MM\0*", b"II+\0", b"MM\0+"):
        return False
    try:
        with Image.open(path, formats=["TIFF"]) as picture:
            tags = set(picture.tag_v2)
            width, height = picture.size
    except (Image.DecompressionBombError, OSError, ValueError, SyntaxError):
        return True
    return width * height > MOST_PIXELS or bool({GEO_KEYS, PIXEL_SCALE} & tags)
