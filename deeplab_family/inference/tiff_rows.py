"""TIFF rows: a large image read stretch by stretch.

Tiles and strips are decoded as they are needed, so that an image of 20,000 x
20,000 pixels never lies in memory as a whole.
"""

import math
from os import PathLike
from pathlib import Path

import numpy as np

from deeplab_family.console.error_reason import error_line
from input_pipeline.check.problem_messages import describe_problem
from input_pipeline.decode.fitted_pixels import fitted_pixels
from input_pipeline.decode.stored_picture import StoredPicture
from input_pipeline.errors import DataError, PictureError
from input_pipeline.inspection.stats import Problem
from input_pipeline.picture_format import ORDINARY, PictureFormat

MOST_SEGMENT_BYTES = 2**28
ORIENTATION, UPRIGHT = 274, 1
LOWEST_FULL = 2**14
"""16-bit values that all lie below are 8 to 14 bits in a wider file; the same
rule as for PNGs, see `input_pipeline/decode/png_pixels.py`."""

TILE_IT = (
    "Write it in tiles first, for example: gdal_translate -co TILED=YES "
    "-co COMPRESS=DEFLATE IN.tif OUT.tif"
)


def tifffile():
    """The package of that name.

    Raises:
        DataError: the extra `large` is not installed.
    """
    try:
        import tifffile
    except ImportError as error:
        raise DataError(
            "TIFF files are read by tifffile, which is not installed: "
            "pip install 'deeplab-family[large]'"
        ) from error
    return tifffile


class TiffRows:
    """The first image of a TIFF file, as 8-bit RGB or as a network takes it.

    Of 8-bit RGB, gray becomes RGB, a palette its colors; alpha and a fourth
    channel are dropped; of 16 bits the upper 8 are kept.

    Args:
        path: of the file; BigTIFF will do.
        pictures: what a network takes; of other formats than uint8 RGB all
            channels and levels are kept. Defaults to uint8 RGB.

    Attributes:
        height, width: in pixels.
        page: tifffile's description of it.
        bytes_per_row: held while rows are read.

    Raises:
        DataError: it is no TIFF file, or its pixels are none that a photograph
            has, or they cannot be read stretch by stretch.
    """

    def __init__(
        self, path: str | PathLike, pictures: PictureFormat = ORDINARY
    ):
        self.path, self.pictures = Path(path), pictures
        try:
            self._file = tifffile().TiffFile(self.path)
            self.page = self._file.pages[0]
        except (tifffile().TiffFileError, IndexError) as error:
            raise DataError(f"{path}: no TIFF file: {error}") from error
        self.height, self.width = self.page.imagelength, self.page.imagewidth
        stored = self.page.samplesperpixel * self.page.dtype.itemsize
        given = pictures.channels * np.dtype(pictures.dtype).itemsize
        self.bytes_per_row = self.width * (stored + given)
        self._highest = 0
        try:
            _check(self.page, self.path, pictures)
        except DataError:
            self.close()
            raise

    def __enter__(self) -> "TiffRows":
        return self

    def __exit__(self, *_):
        self.close()

    def close(self):
        """Closes the file."""
        self._file.close()

    def read(self, start: int, stop: int) -> np.ndarray:
        """`(stop - start, width, channels)`, uint8 RGB or float32.

        Raises:
            DataError: these rows are damaged.
        """
        page = self.page
        try:
            if page.is_memmappable:
                values = self._mapped()[start:stop]
            else:
                values = self._decoded(start, stop)
        except (ValueError, OSError, RuntimeError, EOFError) as error:
            reason = error_line(error).partition("\n")[0]
            raise DataError(
                f"{self.path}: rows {start} to {stop} cannot be read: {reason}"
            ) from error
        if self.pictures.is_ordinary:
            return self._colors(values)
        return self._fitted(values)

    def check_depth(self):
        """Refuses 12 bits in a file of 16, once all rows were read.

        Raises:
            DataError: all values were too low for 16 bits.
        """
        if self.pictures.is_ordinary and 0 < self._highest < LOWEST_FULL:
            raise DataError(
                f"{self.path} has 16 bits a channel, but its highest value is "
                f"{self._highest}: the upper 8 bits would be nearly black. "
                "Store its pixels with 8 bits, all divided by the same number"
            )

    def _mapped(self):
        """All rows, none of them in memory yet."""
        page = self.page
        dtype = page.dtype.newbyteorder(self._file.byteorder)
        separate = page.planarconfig == 2 and page.samplesperpixel > 1
        shape = (self.height, self.width, page.samplesperpixel)
        if separate:
            shape = (shape[2], *shape[:2])
        mapped = np.memmap(self.path, dtype, "r", page.dataoffsets[0], shape)
        return np.moveaxis(mapped, 0, -1) if separate else mapped

    def _decoded(self, start, stop):
        page = self.page
        tall, wide = _segment_size(page)
        across = math.ceil(self.width / wide)
        planes = page.samplesperpixel if page.planarconfig == 2 else 1
        in_plane = across * math.ceil(self.height / tall)
        first, last = start // tall, math.ceil(stop / tall)
        rows = np.empty(
            ((last - first) * tall, self.width, page.samplesperpixel),
            page.dtype,
        )
        for plane in range(planes):
            part = slice(None) if planes == 1 else slice(plane, plane + 1)
            for row in range(first, last):
                for column in range(across):
                    index = plane * in_plane + row * across + column
                    y, x = (row - first) * tall, column * wide
                    target = rows[y : y + tall, x : x + wide, part]
                    _put(target, self._segment(index))
        return rows[start - first * tall : stop - first * tall]

    def _segment(self, index):
        page, handle = self.page, self._file.filehandle
        handle.seek(page.dataoffsets[index])
        content = handle.read(page.databytecounts[index])
        values, _, _ = page.decode(
            content or None, index, jpegtables=page.jpegtables
        )
        return None if values is None else values[0]

    def _fitted(self, values):
        has_alpha = 1 in self.page.extrasamples or 2 in self.page.extrasamples
        picture = StoredPicture(np.asarray(values), has_alpha)
        try:
            return fitted_pixels(picture, self.pictures)
        except PictureError as error:
            problem = Problem(error.code, str(error))
            text = describe_problem(self.path, problem)
            raise DataError(text) from error

    def _colors(self, values):
        page = self.page
        photometric = page.photometric.name
        if photometric == "PALETTE":
            table = (np.asarray(page.colormap) >> 8).astype(np.uint8)
            return np.moveaxis(table[:, values[..., 0]], 0, -1)
        if values.dtype.itemsize == 2:
            self._highest = max(self._highest, int(values.max(initial=0)))
            values = (values >> 8).astype(np.uint8)
        if photometric == "MINISWHITE":
            values = 255 - values
        if values.shape[-1] < 3:
            return values[..., :1].repeat(3, -1)
        return np.array(values[..., :3], copy=page.is_memmappable or None)


def _put(target, values):
    """A segment, cut at the image's border; one that is not there is black."""
    if values is None:
        target[:] = 0
        return
    values = values[: target.shape[0], : target.shape[1]]
    target[: values.shape[0]] = values


def _segment_size(page) -> tuple[int, int]:
    if page.is_tiled:
        return page.tilelength, page.tilewidth
    return min(page.rowsperstrip, page.imagelength), page.imagewidth


def _check_bands(page, path, colors):
    known = colors in ("RGB", "YCBCR", "MINISBLACK")
    if not known or page.dtype is None or page.dtype.kind not in "uif":
        raise DataError(
            f"{path}: must hold bands of integers or floats, gray or RGB. "
            f"Received: {page.dtype}, {colors}"
        )


def _check(page, path, pictures):
    depths = page.bitspersample
    plain = page.dtype in (np.uint8, np.uint16) and depths in (8, 16)
    colors = page.photometric.name
    known = colors in ("RGB", "YCBCR", "MINISBLACK", "MINISWHITE", "PALETTE")
    if not pictures.is_ordinary:
        _check_bands(page, path, colors)
    elif not plain or not known or page.samplesperpixel > 4:
        raise DataError(
            f"{path}: must hold 1 to 4 channels of 8 or 16 bits, gray, RGB or "
            f"a palette. Received: {page.samplesperpixel} of {page.dtype}, "
            f"{colors}. Convert it, for example: gdal_translate -ot Byte "
            "-b 1 -b 2 -b 3 IN.tif OUT.tif"
        )
    turned = page.tags.valueof(ORIENTATION, 1)
    if turned != UPRIGHT:
        raise DataError(
            f"{path}: is stored turned (orientation {int(turned)}), and rows "
            "are read as they are stored. Turn it first, for example: "
            "convert IN.tif -auto-orient OUT.tif"
        )
    tall, wide = _segment_size(page)
    size = tall * wide * page.samplesperpixel * page.dtype.itemsize
    if not page.is_memmappable and size > MOST_SEGMENT_BYTES:
        raise DataError(
            f"{path}: its pixels are packed in pieces of {size >> 20} MiB, "
            f"which cannot be read stretch by stretch. {TILE_IT}"
        )
