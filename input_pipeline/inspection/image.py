"""Inspection of one photograph: header first, then every pixel."""

import io
import re
import struct
import zlib

import tensorflow as tf
from PIL import Image, UnidentifiedImageError

from input_pipeline.decode.exif_orientation import (
    AS_STORED,
    FIRST_SWAPPED,
    read_orientation,
    turn_is_unclear,
)
from input_pipeline.decode.image import decode_image
from input_pipeline.decode.picture_header import MOST_PIXELS
from input_pipeline.decode.png_header import read_png_header
from input_pipeline.decode.read_stored import (
    file_ending,
    is_other_file,
    read_stored,
)
from input_pipeline.decode.refusal import reason_of
from input_pipeline.errors import PictureError
from input_pipeline.inspection.fingerprint import fingerprint, outline
from input_pipeline.inspection.stats import (
    ImageStats,
    Problem,
    StoredValues,
)
from input_pipeline.inspection.stored import inspect_stored, stored_values
from input_pipeline.picture_format import ORDINARY, PictureFormat
from input_pipeline.sample import PHOTOGRAPHS

# Cameras that store a second view mark their JPEG files as MPO.
_JPEG = ("JPEG", "MPO")
# What Pillow says about bytes that are no picture.
UNREADABLE = (
    UnidentifiedImageError,
    EOFError,
    OSError,
    OverflowError,
    SyntaxError,
    ValueError,
    struct.error,
    zlib.error,
)
_REMARKS = {
    "CMYK": "image_cmyk",
    "1": "image_gray",
    "L": "image_gray",
    "LA": "image_alpha",
    "RGBA": "image_alpha",
    "PA": "image_alpha",
}


def inspect_image(
    encoded: bytes,
    fingerprints: bool = False,
    pictures: PictureFormat = ORDINARY,
) -> ImageStats:
    """Inspects the bytes of one image; never raises for what they hold.

    A header that claims too many pixels is believed, and nothing decoded.

    Args:
        encoded: the bytes of the file.
        fingerprints: compute `digest` and `outline` too? Defaults to False.
        pictures: what training makes of it. Defaults to uint8 RGB.
    """
    if not pictures.is_ordinary or is_other_file(encoded):
        return inspect_stored(encoded, fingerprints, pictures)
    facts = inspect_image_header(encoded)
    if facts.problem is not None:
        return facts
    orientation = read_orientation(encoded)
    tag = f"EXIF orientation {orientation}"
    if turn_is_unclear(orientation, *facts.size):
        return ImageStats(facts.size, problem=Problem("image_turned", tag))
    remark = facts.remark
    if orientation != AS_STORED:
        remark = Problem("image_set_upright", tag)
    try:
        pixels = decode_image(tf.constant(encoded)).numpy()
    except tf.errors.OpError as error:
        problem = _refused(error, len(encoded))
        stored = _deep_values(encoded) if problem.code == "image_bits" else None
        return ImageStats(facts.size, problem=problem, stored=stored)
    marks = (fingerprint(pixels), outline(pixels)) if fingerprints else ()
    is_deep = remark is not None and remark.code == "image_16_bit"
    stored = _deep_values(encoded) if fingerprints and is_deep else None
    return ImageStats(facts.size, *marks, remark=remark, stored=stored)


def refuse_misnamed(
    facts: ImageStats, ending: str, encoded: bytes
) -> ImageStats:
    """The facts of an image, or the problem that its name is a photograph's.

    By the endings of their names TensorFlow is given the files to decode, so
    a TIFF file that is called `.jpg` would stop the training.

    Args:
        facts: of the content.
        ending: of the name, such as ".jpg".
        encoded: the bytes of the file.
    """
    if ending.lower() not in PHOTOGRAPHS or not is_other_file(encoded):
        return facts
    own = file_ending(encoded)
    text = f"a {own} file under the name {ending}"
    return ImageStats(facts.size, problem=Problem("image_format", text))


def picture_size(encoded: bytes) -> ImageStats:
    """The size of a picture of any format, or the problem that it has."""
    if not is_other_file(encoded):
        return inspect_image_header(encoded)
    try:
        return ImageStats(read_stored(encoded).pixels.shape[:2])
    except PictureError as error:
        return ImageStats(problem=Problem(error.code, str(error)))


def inspect_image_header(encoded: bytes) -> ImageStats:
    """Inspects the header alone, for which the first bytes may do.

    Returns:
        The size of the upright picture, the problem that the header shows,
        and a remark.
    """
    try:
        with Image.open(io.BytesIO(encoded)) as picture:
            size = picture.size[::-1]
            problem = _header_problem(picture)
            remark = _remark(picture.mode, encoded)
    except Image.DecompressionBombError:
        text = f"claims far over {MOST_PIXELS // 10**6} million pixels"
        return ImageStats(problem=Problem("image_huge", text))
    except UNREADABLE:
        text = f"not a readable picture ({len(encoded)} bytes)"
        return ImageStats(problem=Problem("image_unreadable", text))
    if problem is None and read_orientation(encoded) >= FIRST_SWAPPED:
        size = size[::-1]
    return ImageStats(size, problem=problem, remark=remark)


def _deep_values(encoded: bytes) -> StoredValues | None:
    """What a 16-bit PNG stores, of which `decode_image` keeps 8 bits."""
    try:
        return stored_values(read_stored(encoded))
    except PictureError:
        return None


def _header_problem(picture: Image.Image) -> Problem | None:
    width, height = picture.size
    if picture.format not in (*_JPEG, "PNG"):
        return Problem("image_format", f"a {picture.format} file")
    if height * width > MOST_PIXELS:
        return Problem("image_huge", f"claims {width} x {height} pixels")
    if picture.format == "PNG" and getattr(picture, "is_animated", False):
        return Problem("image_format", "an animated PNG")
    return None


def _remark(mode: str, encoded: bytes) -> Problem | None:
    header = read_png_header(encoded)
    if header is not None and header.bit_depth == 16:
        return Problem("image_16_bit", header.kind)
    code = _REMARKS.get(mode)
    return Problem(code, f"mode {mode}") if code else None


def _refused(error: tf.errors.OpError, size: int) -> Problem:
    reason = reason_of(error) or ""
    if found := re.search(r"highest value is (\d+)", reason):
        return Problem("image_bits", f"16 bits, highest value {found[1]}")
    if found := re.search(r"(\d+ .*) are allowed, it has more", reason):
        return Problem("image_slow", f"more than {found[1]}")
    return Problem("image_unreadable", f"truncated or damaged ({size} bytes)")
