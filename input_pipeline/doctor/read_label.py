"""Looks at one label: its header, and everything it stores."""

import io

import numpy as np
import tensorflow as tf
from PIL import Image

from input_pipeline.datasets.spec import Color
from input_pipeline.decode.label import stored_ids
from input_pipeline.decode.orientation import AS_STORED, read_orientation
from input_pipeline.decode.picture_header import MOST_PIXELS
from input_pipeline.decode.png_header import (
    GRAY,
    PALETTE,
    RGB,
    PngHeader,
    read_png_header,
)
from input_pipeline.doctor.facts import LabelFacts, Problem
from input_pipeline.doctor.read_image import fingerprint

MOST_COLORS = 256


def read_label(encoded: bytes, colored: bool = False) -> LabelFacts:
    """Looks at the bytes of one label; never raises for what they hold.

    Args:
        encoded: the bytes of the file.
        colored: are RGB masks what the data set defines? Defaults to False.
    """
    header = read_png_header(encoded)
    if header is None:
        return LabelFacts(problem=_not_png(encoded))
    size = (header.height, header.width)
    if header.height * header.width > MOST_PIXELS:
        text = f"claims {header.width} x {header.height} pixels"
        return LabelFacts(problem=Problem("label_huge", text))
    orientation = read_orientation(encoded)
    if orientation != AS_STORED:
        text = f"EXIF orientation {orientation}"
        return LabelFacts(size, problem=Problem("label_turned", text))
    try:
        return _read_pixels(encoded, header, colored)
    except (OSError, SyntaxError, ValueError, tf.errors.OpError):
        text = f"truncated or damaged ({len(encoded)} bytes)"
        return LabelFacts(size, problem=Problem("label_unreadable", text))


def _not_png(encoded: bytes) -> Problem:
    try:
        with Image.open(io.BytesIO(encoded)) as picture:
            kind = picture.format
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError):
        kind = None
    if kind is None or kind == "PNG":
        text = f"{len(encoded)} bytes that are no picture"
        return Problem("label_unreadable", text)
    return Problem("label_format", f"a {kind} file")


def _read_pixels(encoded, header: PngHeader, colored: bool) -> LabelFacts:
    size = (header.height, header.width)
    paletted = header.color_type == PALETTE
    rgb = (header.color_type, header.bit_depth) == (RGB, 8)
    if colored and (paletted or rgb):
        pixels = tf.io.decode_png(encoded, channels=3).numpy()
        colors, more = _colors(pixels)
        return LabelFacts(size, fingerprint(pixels), {}, colors, more)
    if paletted or (header.color_type, header.bit_depth) == (GRAY, 8):
        ids = _stored_ids(encoded).numpy()
        stored = _count(ids)
        palette = _palette(encoded, stored) if paletted else {}
        problem = _not_colored(header) if colored else None
        return LabelFacts(
            size, fingerprint(ids), stored, palette=palette, problem=problem
        )
    with Image.open(io.BytesIO(encoded)) as picture:
        if header.color_type == GRAY:
            values = np.asarray(picture)
            problem = Problem("label_bits", _range(header, values))
            return LabelFacts(size, fingerprint(values), problem=problem)
        return _read_colors(picture, header, colored)


# One graph: its operations one by one would hold up the other threads.
@tf.function(input_signature=[tf.TensorSpec((), tf.string)])
def _stored_ids(encoded: tf.Tensor) -> tf.Tensor:
    return stored_ids(encoded)


def _palette(encoded: bytes, stored: dict[int, int]) -> dict[int, Color]:
    with Image.open(io.BytesIO(encoded)) as picture:
        if picture.palette is None:  # its chunk is missing or broken
            return {}
        listed = picture.palette.getdata()[1]
    entries = np.zeros((256, 3), np.uint8)
    colors = np.frombuffer(listed, np.uint8)[: 3 * 256].reshape(-1, 3)
    entries[: len(colors)] = colors
    return {i: tuple(entries[i].tolist()) for i in stored}


def _read_colors(picture, header: PngHeader, colored: bool) -> LabelFacts:
    pixels = np.asarray(picture.convert("RGB"))
    colors, more = _colors(pixels)
    size = (header.height, header.width)
    problem = _not_colored(header)
    if not colored:
        count = f"{'over ' if more else ''}{len(colors)} colors"
        gray = all(red == green == blue for red, green, blue in colors)
        same = ", all gray: ids stored three times?" if gray else ""
        problem = Problem("label_rgb", f"{header.kind}, {count}{same}")
    return LabelFacts(
        size, fingerprint(pixels), {}, colors, more, problem=problem
    )


def _not_colored(header: PngHeader) -> Problem:
    return Problem("label_not_rgb", header.kind)


def _range(header: PngHeader, values: np.ndarray) -> str:
    low, high = int(values.min()), int(values.max())
    shown = f", values {low} to {high}" if header.bit_depth == 16 else ""
    return f"{header.kind}{shown}"


def _count(ids: np.ndarray) -> dict[int, int]:
    counts = np.bincount(ids.ravel(), minlength=256)
    return {int(i): int(counts[i]) for i in np.flatnonzero(counts)}


def _colors(pixels: np.ndarray):
    wide = pixels.astype(np.int32)
    codes = wide[..., 0] << 16 | wide[..., 1] << 8 | wide[..., 2]
    codes, counts = np.unique(codes, return_counts=True)
    first = np.argsort(-counts, kind="stable")[:MOST_COLORS]
    colors = {
        (int(c) >> 16, int(c) >> 8 & 255, int(c) & 255): int(n)
        for c, n in zip(codes[first], counts[first], strict=True)
    }
    return colors, len(codes) > MOST_COLORS
