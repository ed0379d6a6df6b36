"""Large images: from a TIFF file to a TIFF file, in bounded memory."""

from collections.abc import Callable, Iterator, Sequence
from os import PathLike
from pathlib import Path

import numpy as np

from deeplab_family.inference.georeference import copy_world_files, geo_tags
from deeplab_family.inference.predictor import Predictor
from deeplab_family.inference.tiff_rows import TiffRows, tifffile
from deeplab_family.inference.tile_spans import HALO, Span
from deeplab_family.inference.tiled_predictor import TiledPredictor
from input_pipeline.atomic_files import atomic_file

BLOCK = 256
"""Side of the tiles in the file that is written; a TIFF wants a multiple of
16."""

BIG = 2**31
"""Pixels from which on the mask is a BigTIFF."""


def segment_large(
    predictor: Predictor,
    path: str | PathLike,
    output: str | PathLike,
    *,
    max_memory: int | None = None,
    halo: int = HALO,
    palette: Sequence[Sequence[int]] | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> None:
    """Segments a TIFF file of any size into one of class ids.

    Image and mask stream from and to the disk; a row of tiles is all that is
    held. The mask keeps the GeoTIFF tags of the image, and its world files.

    Args:
        predictor: what is asked; see `with_inference` for scales and more.
        path: the image, a TIFF or BigTIFF file; see `TiffRows`.
        output: the mask, a tiled, compressed TIFF file of uint8 class ids;
            an older file is replaced once the new one is whole.
        max_memory: bytes that this process may hold at its peak; None takes
            tiles of 1024 pixels.
        halo: pixels around each tile that are asked and thrown away.
        palette: one RGB color, 0 to 255, for each class; stored in the mask.
        progress: called with the rows that are done, and all rows.

    Raises:
        DataError: the image cannot be read, or `tifffile` is not installed.
        ImageSizeError: not even the smallest tile fits the memory.
    """
    path, output = Path(path), Path(output)
    if not isinstance(predictor, TiledPredictor):
        predictor = TiledPredictor(predictor, max_memory, halo)
    with TiffRows(path, predictor.pictures) as rows:
        size = rows.height, rows.width
        # The rows of the mask: as they come, joined, and cut into blocks.
        held = rows.bytes_per_row + 3 * rows.width
        spans = predictor.spans(*size, bytes_per_row=held)
        bands = _bands(predictor.predictor, rows, spans, progress)
        colors = {"photometric": "minisblack"}
        if palette is not None:
            colors = {"photometric": "palette", "colormap": _table(palette)}
        with atomic_file(output) as draft:
            tifffile().imwrite(
                draft,
                _blocks(bands, size),
                shape=size,
                dtype=np.uint8,
                tile=(BLOCK, BLOCK),
                compression="zlib",
                bigtiff=size[0] * size[1] >= BIG,
                extratags=geo_tags(rows.page),
                metadata=None,
                maxworkers=1,
                **colors,
            )
            rows.check_depth()
    copy_world_files(path, output)


def _bands(
    predictor: Predictor,
    rows: TiffRows,
    spans: tuple[list[Span], list[Span]],
    progress,
) -> Iterator[np.ndarray]:
    """The class map of each row of tiles, from top to bottom."""
    for row in spans[0]:
        pixels = rows.read(row.low, row.high)
        band = np.empty((row.stop - row.start, rows.width), np.uint8)
        for column in spans[1]:
            window = np.ascontiguousarray(pixels[:, column.low : column.high])
            class_map = predictor(window[None]).class_map[0]
            kept = class_map[row.kept, column.kept]
            band[:, column.start : column.stop] = kept
        del pixels  # before the next ones are read
        yield band
        if progress is not None:
            progress(row.stop, rows.height)


def _blocks(
    bands: Iterator[np.ndarray], size: tuple[int, int]
) -> Iterator[np.ndarray]:
    """Bands cut into the blocks of the file, row by row.

    Args:
        bands: uint8 `(rows, width)`, of any numbers of rows.
        size: height and width of all.
    """
    waiting = np.empty((0, size[1]), np.uint8)
    for band in bands:
        waiting = np.concatenate([waiting, band])
        whole = len(waiting) - len(waiting) % BLOCK
        yield from _cut(waiting[:whole])
        waiting = waiting[whole:]
    yield from _cut(waiting)


def _cut(rows):
    for top in range(0, len(rows), BLOCK):
        for left in range(0, rows.shape[1], BLOCK):
            yield rows[top : top + BLOCK, left : left + BLOCK]


def _table(palette) -> np.ndarray:
    """The colors as TIFF stores them: 256 of 16 bits, channel by channel."""
    table = np.zeros((3, 256), np.uint16)
    table[:, : len(palette)] = 257 * np.asarray(palette, np.uint16).T
    return table
