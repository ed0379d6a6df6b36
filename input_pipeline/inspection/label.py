"""Inspection of one label: its header, and everything it stores."""

import io

import numpy as np
import tensorflow as tf
from PIL import Image

from input_pipeline.datasets.spec import Color, DatasetSpec
from input_pipeline.decode.exif_orientation import (
    AS_STORED,
    read_orientation,
)
from input_pipeline.decode.label import stored_colors, stored_ids
from input_pipeline.decode.picture_header import MOST_PIXELS
from input_pipeline.decode.png_header import (
    GRAY,
    PALETTE,
    RGB,
    PngHeader,
    read_png_chunks,
    read_png_header,
)
from input_pipeline.inspection.fingerprint import fingerprint
from input_pipeline.inspection.image import UNREADABLE
from input_pipeline.inspection.stats import (
    LabelStats,
    Problem,
)

MOST_COLORS = 256
"""Colors that are kept beside those that the data set lists."""


def inspect_label(
    encoded: bytes,
    spec: DatasetSpec | None = None,
    fingerprints: bool = False,
) -> LabelStats:
    """Inspects the bytes of one label; never raises for what they hold.

    Ids are read from 8-bit grayscale PNGs and from paletted PNGs of any
    depth, whose indices are the ids. Where the data set defines its classes
    by color, 8-bit RGB and paletted PNGs are read. Everything else would need
    a guess.

    Args:
        encoded: the bytes of the file.
        spec: which values the file may store. Defaults to None: nobody knows.
        fingerprints: compute `digest` too? Defaults to False.
    """
    header = read_png_header(encoded)
    if header is None:
        return LabelStats(problem=_not_png(encoded))
    size = (header.height, header.width)
    if header.height * header.width > MOST_PIXELS:
        text = f"claims {header.width} x {header.height} pixels"
        return LabelStats(problem=Problem("label_huge", text))
    orientation = read_orientation(encoded)
    if orientation != AS_STORED:
        text = f"EXIF orientation {orientation}"
        return LabelStats(size, problem=Problem("label_turned", text))
    try:
        facts, values = _read(encoded, header, spec)
    except (*UNREADABLE, tf.errors.OpError):
        text = f"truncated or damaged ({len(encoded)} bytes)"
        return LabelStats(size, problem=Problem("label_unreadable", text))
    digest = fingerprint(values) if fingerprints else None
    return LabelStats(size, digest, **facts)


def _not_png(encoded: bytes) -> Problem:
    try:
        with Image.open(io.BytesIO(encoded)) as picture:
            kind = picture.format
    except (*UNREADABLE, Image.DecompressionBombError):
        kind = None
    if kind is None or kind == "PNG":
        text = f"not a readable picture ({len(encoded)} bytes)"
        return Problem("label_unreadable", text)
    return Problem("label_format", f"a {kind} file")


def _read(encoded: bytes, header: PngHeader, spec) -> tuple[dict, np.ndarray]:
    """Facts by the names of `LabelStats`, and the values that were read."""
    if spec is not None and spec.label_colors is not None:
        return _read_colored(encoded, header, spec)
    if _holds_ids(header):
        return _read_ids(encoded, header)
    with Image.open(io.BytesIO(encoded)) as picture:
        if header.color_type == GRAY:
            values = np.asarray(picture)
            problem = Problem("label_bits", _range(header, values))
            return {"problem": problem}, values
        pixels = np.asarray(picture.convert("RGB"))
    facts = _count_colors(pixels)
    problem = Problem("label_rgb", _describe_colors(header, facts))
    return {**facts, "problem": problem}, pixels


def _read_ids(encoded, header: PngHeader) -> tuple[dict, np.ndarray]:
    ids = _stored_ids(encoded).numpy()
    counts = np.bincount(ids.ravel(), minlength=256)
    used = np.flatnonzero(counts)
    facts = {"stored": {int(i): int(counts[i]) for i in used}}
    if header.color_type == PALETTE:
        facts["palette"] = _palette(encoded, facts["stored"])
    return facts, ids


def _read_colored(encoded, header: PngHeader, spec) -> tuple[dict, np.ndarray]:
    rgb = (header.color_type, header.bit_depth) == (RGB, 8)
    if rgb or header.color_type == PALETTE:
        pixels = _stored_colors(encoded).numpy()
        return _count_colors(pixels, dict(spec.label_colors)), pixels
    problem = {"problem": Problem("label_not_rgb", header.described)}
    if _holds_ids(header):
        facts, values = _read_ids(encoded, header)
        return facts | problem, values
    with Image.open(io.BytesIO(encoded)) as picture:
        if header.color_type == GRAY:
            return problem, np.asarray(picture)
        pixels = np.asarray(picture.convert("RGB"))
    return _count_colors(pixels) | problem, pixels


def _holds_ids(header: PngHeader) -> bool:
    gray = (header.color_type, header.bit_depth) == (GRAY, 8)
    return gray or header.color_type == PALETTE


# One graph each: their operations one by one would hold up other threads.
@tf.function(input_signature=[tf.TensorSpec((), tf.string)], autograph=False)
def _stored_ids(encoded: tf.Tensor) -> tf.Tensor:
    return stored_ids(encoded)


@tf.function(input_signature=[tf.TensorSpec((), tf.string)], autograph=False)
def _stored_colors(encoded: tf.Tensor) -> tf.Tensor:
    return stored_colors(encoded)


def _palette(encoded: bytes, stored: dict[int, int]) -> dict[int, Color]:
    listed = dict(read_png_chunks(encoded)).get(b"PLTE", b"")
    entries = np.zeros((256, 3), np.uint8)
    colors = np.frombuffer(listed[: len(listed) // 3 * 3], np.uint8)
    colors = colors[: 3 * 256].reshape(-1, 3)
    entries[: len(colors)] = colors
    # Of a file without one, nobody knows any color.
    return {i: tuple(entries[i].tolist()) for i in stored if len(colors)}


def _count_colors(pixels: np.ndarray, known=()) -> dict:
    wide = pixels.astype(np.int32)
    codes = wide[..., 0] << 16 | wide[..., 1] << 8 | wide[..., 2]
    codes, counts = np.unique(codes, return_counts=True)
    order = np.argsort(-counts, kind="stable")
    found = [
        ((code >> 16, code >> 8 & 255, code & 255), count)
        for code, count in zip(
            codes[order].tolist(), counts[order].tolist(), strict=True
        )
    ]
    others = [pair for pair in found if pair[0] not in known]
    kept = [pair for pair in found if pair[0] in known] + others[:MOST_COLORS]
    return {"colors": dict(kept), "more_colors": len(found) > len(kept)}


def _describe_colors(header: PngHeader, facts: dict) -> str:
    colors = facts["colors"]
    count = f"{'over ' if facts['more_colors'] else ''}{len(colors)} colors"
    gray = all(red == green == blue for red, green, blue in colors)
    same = ", all gray: ids stored three times?" if gray else ""
    return f"{header.described}, {count}{same}"


def _range(header: PngHeader, values: np.ndarray) -> str:
    low, high = int(values.min()), int(values.max())
    shown = f", values {low} to {high}" if header.bit_depth == 16 else ""
    return f"{header.described}{shown}"
