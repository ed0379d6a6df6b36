"""Pictures in TIFF files, of any number of channels, through tifffile.

Source: TIFF 6.0, sections 8 (orientation) and 18 (ExtraSamples: 0 is data of
the owner, 1 and 2 are alpha).
"""

import io

import numpy as np
from PIL import Image

from input_pipeline.decode.stored_picture import (
    ORIENTATION,
    StoredPicture,
    stated_orientation,
    turned_upright,
    with_channels,
)
from input_pipeline.decode.stored_size import check_size
from input_pipeline.errors import PictureError

BLACK_IS_ZERO, RGB, YCBCR = 1, 2, 6
_KINDS = {0: "white is zero", 3: "a palette", 5: "CMYK", 8: "CIELAB"}
_SAMPLES, _BITS, _PHOTOMETRIC = 277, 258, 262
MISSING = (
    "a TIFF file that needs the package tifffile: `pip install "
    '"deeplab-family[large]"`'
)


def read_tiff(encoded: bytes) -> StoredPicture:
    """Reads the first picture, upright.

    Raises:
        PictureError: if it is damaged, too large, no picture of gray, RGB or
            bands, or tifffile is needed and not installed.
    """
    try:
        import tifffile
    except ImportError:
        return _with_pillow(encoded)
    try:
        with tifffile.TiffFile(io.BytesIO(encoded)) as file:
            return _first(file)
    except PictureError:
        raise
    except Exception as error:  # a file can hold anything, and raise anything
        words = " ".join(str(error).split())[:120]
        text = f"a TIFF file that cannot be read: {words}"
        raise PictureError("image_unreadable", text) from error


def _first(file) -> StoredPicture:
    series, page = file.series[0], file.pages[0]
    axes, shape = series.axes, series.shape
    if axes not in ("YX", "YXS", "SYX", "CYX", "YXC", "QYX"):
        text = f"a TIFF file with the axes {axes} {shape}, not one picture"
        raise PictureError("image_format", text)
    kind = int(page.photometric)
    if kind not in (BLACK_IS_ZERO, RGB, YCBCR):
        name = _KINDS.get(kind, f"kind {kind}")
        text = f"a TIFF file of {name}; save it as gray, RGB or bands"
        raise PictureError("image_format", text)
    sizes = dict(zip(axes, shape, strict=True))
    height, width = sizes.pop("Y"), sizes.pop("X")
    (channels,) = sizes.values() or (1,)
    check_size(height, width, channels)
    if series.dtype.kind not in "uif":
        text = f"a TIFF file of {series.dtype}, not of integers or floats"
        raise PictureError("image_format", text)
    pixels = series.asarray()
    if axes.endswith("YX") and len(axes) == 3:
        pixels = np.moveaxis(pixels, 0, -1)
    turn = stated_orientation(page.tags.valueof(ORIENTATION))
    pixels = turned_upright(with_channels(pixels), turn)
    has_alpha = channels in (2, 4) and any(
        int(sample) in (1, 2) for sample in page.extrasamples
    )
    return StoredPicture(pixels, has_alpha, turn)


def _with_pillow(encoded: bytes) -> StoredPicture:
    """Gray and RGB of 8 bits, and gray of 16; Pillow drops other bands."""
    with Image.open(io.BytesIO(encoded), formats=["TIFF"]) as picture:
        tags = picture.tag_v2
        samples, bits = tags.get(_SAMPLES, 1), set(tags.get(_BITS, (1,)))
        plain = tags.get(_PHOTOMETRIC) in (BLACK_IS_ZERO, RGB, YCBCR)
        known = (samples in (1, 3) and bits == {8}) or (
            samples == 1 and bits == {16}
        )
        if not (plain and known):
            raise PictureError("image_format", MISSING)
        width, height = picture.size
        check_size(height, width, samples)
        turn = stated_orientation(tags.get(ORIENTATION))
        pixels = with_channels(np.array(picture))
        return StoredPicture(turned_upright(pixels, turn), False, turn)
