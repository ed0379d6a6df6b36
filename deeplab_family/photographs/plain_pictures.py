"""Plain JPEG and PNG files, decoded by Pillow without an engine.

Most photographs are plain: 8 bits, few scans, every checksum right. Their
pixels are those of `input_pipeline.decode.image`, which needs TensorFlow,
whose import takes longer than all else that one photograph needs. What is not
plain is left to it: it knows which files to refuse, and why.
"""

import io
import struct
import warnings
import zlib
from collections.abc import Iterator

import numpy as np
from PIL import Image, ImageOps

JPEG, PNG = b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n"
MODES = {"JPEG": ("L", "RGB"), "PNG": ("L", "LA", "P", "RGB", "RGBA")}
MOST_PIXELS = 25_000_000
MOST_SCANS = 20
_START_OF_SCAN, _END_OF_IMAGE = b"\xff\xda", b"\xff\xd9"
_NOT_PLAIN = (b"acTL", b"zTXt", b"iTXt", b"eXIf", b"tEXt", b"iCCP")
"""Chunks of PNG files that are animated, or may state an orientation."""
_ORIENTATION, _EXIF, _XMP = 0x0112, b"Exif\0\0", b"tiff:Orientation"
_USUAL_COMPONENTS = ([1], [1, 2, 3])
"""Of gray and of YCbCr; other numbers may stand for other colors."""


def decode_plain(encoded: bytes) -> tuple[np.ndarray, bool] | None:
    """Decodes a plain JPEG or PNG file, upright.

    Args:
        encoded: the bytes of any file.

    Returns:
        uint8 RGB `(height, width, 3)`, and whether it was stored turned; None
        if the file is not plain.
    """
    if encoded.startswith(JPEG):
        kind, is_plain = "JPEG", _is_plain_jpeg(encoded)
    elif encoded.startswith(PNG):
        kind, is_plain = "PNG", _is_plain_png(encoded)
    else:
        return None
    if not is_plain:
        return None
    try:
        with (
            warnings.catch_warnings(action="ignore"),
            Image.open(io.BytesIO(encoded), formats=[kind]) as picture,
        ):
            if kind == "JPEG" and not _has_usual_header(picture, encoded):
                return None
            return _decoded(picture, MODES[kind])
    except Exception:  # Pillow's decoders raise of all kinds; see above
        return None


def _decoded(picture: Image.Image, modes) -> tuple[np.ndarray, bool] | None:
    width, height = picture.size
    if picture.mode not in modes or width * height > MOST_PIXELS:
        return None
    is_turned = picture.getexif().get(_ORIENTATION, 1) in range(2, 9)
    upright = ImageOps.exif_transpose(picture) if is_turned else picture
    return np.asarray(upright.convert("RGB")), is_turned


def _is_plain_jpeg(encoded: bytes) -> bool:
    """Whether it has few scans (those of a thumbnail count too) and an end."""
    is_whole = encoded.endswith(_END_OF_IMAGE) and _XMP not in encoded
    return is_whole and encoded.count(_START_OF_SCAN) <= MOST_SCANS


def _has_usual_header(picture: Image.Image, encoded: bytes) -> bool:
    """Whether colors and orientation are stated in the usual way, or not."""
    components = [component[0] for component in picture.layer]
    transform = picture.info.get("adobe_transform", 1)
    is_stated = _ORIENTATION in picture.getexif() or _EXIF not in encoded
    return components in _USUAL_COMPONENTS and transform == 1 and is_stated


def _is_plain_png(encoded: bytes) -> bool:
    """Whether it has 8 bits, whole chunks and nothing that is read twice."""
    if encoded[24:25] != b"\x08":
        return False
    names = []
    for name, is_whole in _chunks(encoded):
        if not is_whole or name in _NOT_PLAIN:
            return False
        names.append(name)
    return names[:1] == [b"IHDR"] and names[-1:] == [b"IEND"]


def _chunks(encoded: bytes) -> Iterator[tuple[bytes, bool]]:
    """Names of the chunks up to IEND, and whether checksums are right."""
    place, name = len(PNG), b""
    while name != b"IEND" and place + 12 <= len(encoded):
        (length,) = struct.unpack_from(">I", encoded, place)
        end = place + 8 + length
        if end + 4 > len(encoded):
            return
        name = encoded[place + 4 : place + 8]
        (stated,) = struct.unpack_from(">I", encoded, end)
        yield name, zlib.crc32(memoryview(encoded)[place + 4 : end]) == stated
        place = end + 4
