"""JPEG and PNG photographs with all their channels and bits.

The road of pictures other than 8-bit RGB, in Python; `decode.image` is that
of photographs, in the graph.
"""

import io

import cv2
import numpy as np
from PIL import Image, ImageOps

from input_pipeline.decode.png_header import (
    GRAY,
    GRAY_ALPHA,
    RGB_ALPHA,
    SIGNATURE,
    PngHeader,
    read_png_header,
)
from input_pipeline.decode.stored_picture import (
    ORIENTATION,
    StoredPicture,
    stated_orientation,
    turned_upright,
    with_channels,
)
from input_pipeline.decode.stored_size import check_size
from input_pipeline.errors import PictureError

JPEG = b"\xff\xd8\xff"
_MODES = {"1": "L", "P": "RGB", "PA": "RGBA", "CMYK": "RGB"}


def is_photograph(encoded: bytes) -> bool:
    """Is it a JPEG or PNG file, which TensorFlow can decode?"""
    return encoded.startswith((JPEG, SIGNATURE))


def read_photograph(encoded: bytes) -> StoredPicture:
    """Reads gray, RGB, or either with alpha; palettes become RGB.

    Raises:
        PictureError: if it is too large, or its 16 bits are damaged.
        OSError: if it is damaged, or another of Pillow's errors.
    """
    with Image.open(io.BytesIO(encoded), formats=["JPEG", "PNG"]) as picture:
        width, height = picture.size
        check_size(height, width, len(picture.getbands()))
        turn = stated_orientation(picture.getexif().get(ORIENTATION))
        header = read_png_header(encoded)
        if header is not None and header.bit_depth == 16:
            pixels = turned_upright(_deep(encoded, header), turn)
            has_alpha = header.color_type in (GRAY_ALPHA, RGB_ALPHA)
            return StoredPicture(pixels, has_alpha, turn)
        mode = _MODES.get(picture.mode, picture.mode)
        upright = ImageOps.exif_transpose(picture).convert(mode)
        pixels = with_channels(np.array(upright))
        return StoredPicture(pixels, mode in ("LA", "RGBA"), turn)


def _deep(encoded: bytes, header: PngHeader) -> np.ndarray:
    """16-bit values, of which Pillow would drop half of the bits."""
    content = np.frombuffer(encoded, np.uint8)
    flags = cv2.IMREAD_UNCHANGED
    values = cv2.imdecode(content, flags)
    if values is None:
        raise PictureError("image_unreadable", "truncated or damaged")
    values = with_channels(values)
    if header.color_type == GRAY:
        return values
    if header.color_type == GRAY_ALPHA:
        return values[..., [0, -1]]
    return values[..., [2, 1, 0, 3][: values.shape[-1]]]  # OpenCV's is BGR
