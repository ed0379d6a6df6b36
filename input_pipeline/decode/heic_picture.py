"""HEIC photographs, as telephones store them, through pillow-heif."""

import io

import numpy as np
from PIL import Image

from input_pipeline.decode.stored_size import check_size
from input_pipeline.errors import PictureError

MISSING = (
    "a HEIC photograph, which needs the package pillow-heif: `pip install "
    "pillow-heif`, or save it as a JPEG"
)


def read_heic(encoded: bytes) -> np.ndarray:
    """Reads the first picture as uint8 RGB `(height, width, 3)`, upright.

    Raises:
        PictureError: if pillow-heif is not installed, or it is too large.
        OSError: if it is damaged.
    """
    try:
        import pillow_heif
    except ImportError as error:
        raise PictureError("image_format", MISSING) from error
    pillow_heif.register_heif_opener()
    with Image.open(io.BytesIO(encoded), formats=["HEIF"]) as picture:
        width, height = picture.size
        check_size(height, width, 3)
        return np.array(picture.convert("RGB"))
