"""Masks that an annotation holds as a small picture in base64."""

import base64
import binascii
import io
import zlib

import numpy as np
from PIL import Image

from input_pipeline.annotations.regions import RunLengths
from input_pipeline.annotations.run_lengths import count_runs

_DAMAGED = OSError, SyntaxError, ValueError, Image.DecompressionBombError
_LARGEST_HEADER = 2**20
"""Bytes of a picture beyond its pixels, which may be text."""


def decode_mask(text, height: int, width: int) -> np.ndarray:
    """Reads a mask: base64 of a PNG, which may be packed by zlib.

    Transparency counts where there is some, as Supervisely has it; else what
    is not black, as LabelMe has it.

    Args:
        text: what the file says.
        height: of the photograph in pixels; the mask is no higher.
        width: likewise.

    Returns:
        bool array of two axes.

    Raises:
        ValueError: if it is no such picture, or larger than the photograph.
    """
    if not isinstance(text, str):
        raise ValueError(f"a mask that is no text but {text!r:.40}")
    content = _unpacked(_from_base64(text), height, width)
    if not content:
        raise ValueError("an empty mask")
    try:
        with Image.open(io.BytesIO(content), formats=["PNG"]) as picture:
            if picture.height > height or picture.width > width:
                raise ValueError(
                    f"a mask of {picture.width} x {picture.height} pixels for "
                    f"a picture of {width} x {height}"
                )
            return _painted(picture)
    except Image.UnidentifiedImageError as error:
        raise ValueError("a mask that is no PNG picture") from error
    except ValueError:
        raise
    except _DAMAGED as error:
        raise ValueError("a mask whose picture is damaged") from error


def as_runs(mask: np.ndarray, left: int = 0, top: int = 0) -> RunLengths:
    """The runs of a mask: the masks of all objects would fill the memory.

    Args:
        mask: bool array of two axes.
        left: where it begins in the picture.
        top: likewise.
    """
    height, width = mask.shape
    counts = np.array(count_runs(mask.T), np.int64)
    return RunLengths(counts, height, width, "rows", left, top)


def _from_base64(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as error:
        raise ValueError("a mask that is no base64") from error


def _unpacked(content: bytes, height: int, width: int) -> bytes:
    if content.startswith(b"\x89PNG"):
        return content
    most = 4 * height * (width + 1) + _LARGEST_HEADER
    unpacker = zlib.decompressobj()
    try:
        found = unpacker.decompress(content, most)
    except zlib.error as error:
        raise ValueError("a mask that is no PNG picture") from error
    if unpacker.unconsumed_tail or not unpacker.eof:
        raise ValueError("a mask that breaks off, or is too large")
    return found


def _painted(picture: Image.Image) -> np.ndarray:
    if "transparency" in picture.info or picture.mode in ("LA", "RGBA"):
        return np.asarray(picture.convert("RGBA"))[..., 3] > 0
    if picture.mode in ("1", "L", "P", "I", "I;16"):
        return np.asarray(picture) > 0
    return np.asarray(picture.convert("RGB")).any(axis=-1)
