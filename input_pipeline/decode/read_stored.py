"""Reading of stored pictures: JPEG, PNG, TIFF, NPY and HEIC files."""

import struct
import zlib

import cv2
from PIL import Image

from input_pipeline.decode.heic_picture import read_heic
from input_pipeline.decode.npy_picture import read_npy
from input_pipeline.decode.png_header import SIGNATURE
from input_pipeline.decode.stored_photograph import (
    is_photograph,
    read_photograph,
)
from input_pipeline.decode.stored_picture import StoredPicture
from input_pipeline.decode.tiff_picture import read_tiff
from input_pipeline.errors import PictureError

NPY = b"\x93NUMPY"
TIFF = (b"II*\0", b"MM\0*", b"II+\0", b"MM\0+")
HEIC = (b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1")
_DAMAGED = (
    *(OSError, EOFError, SyntaxError, ValueError, OverflowError),
    *(struct.error, zlib.error, cv2.error, Image.DecompressionBombError),
)


def read_stored(encoded: bytes) -> StoredPicture:
    """Reads the values of a file, whose content decides what it is.

    Raises:
        PictureError: if it has another format, is damaged, claims too many
            values, or a package that reads it is not installed.
    """
    try:
        return _read(encoded)
    except PictureError:
        raise
    except _DAMAGED as error:
        text = f"not a readable picture ({len(encoded)} bytes)"
        raise PictureError("image_unreadable", text) from error


def file_ending(encoded: bytes) -> str:
    """The usual ending of a file of this content, such as ".jpg"."""
    if encoded.startswith(SIGNATURE):
        return ".png"
    if encoded.startswith(TIFF):
        return ".tif"
    if encoded.startswith(NPY):
        return ".npy"
    return ".heic" if _is_heic(encoded) else ".jpg"


def is_other_file(encoded: bytes) -> bool:
    """Is it a file that TensorFlow cannot decode: TIFF, NPY or HEIC?"""
    return encoded.startswith(TIFF) or is_stored_alone(encoded)


def is_stored_alone(encoded: bytes) -> bool:
    """Is it a file that only this reader knows: NPY or HEIC?"""
    return encoded.startswith(NPY) or _is_heic(encoded)


def _is_heic(encoded: bytes) -> bool:
    return encoded[4:8] == b"ftyp" and encoded[8:12] in HEIC


def _read(encoded: bytes) -> StoredPicture:
    if is_photograph(encoded):
        return read_photograph(encoded)
    if encoded.startswith(TIFF):
        return read_tiff(encoded)
    if encoded.startswith(NPY):
        return StoredPicture(read_npy(encoded))
    if _is_heic(encoded):
        return StoredPicture(read_heic(encoded))
    size = f"({len(encoded)} bytes)"
    text = f"neither a JPEG, PNG, TIFF, NPY nor HEIC file {size}"
    raise PictureError("image_format", text)
