"""Pictures in NPY files: an array as `numpy.save` writes it.

Source: the NumPy Enhancement Proposal 1, "A simple file format for NumPy
arrays". Pickled objects, which could run code, are refused.
"""

import io
import math

import numpy as np

from input_pipeline.decode.stored_size import check_size
from input_pipeline.errors import PictureError

_HEADERS = {
    (1, 0): np.lib.format.read_array_header_1_0,
    (2, 0): np.lib.format.read_array_header_2_0,
}
FEW = 16
"""A first axis that is so short, and shorter than the last, is of channels."""


def read_npy(encoded: bytes) -> np.ndarray:
    """Reads `(height, width, channels)` or `(height, width)`.

    Raises:
        PictureError: if it holds objects, another number of axes, fewer or
            more bytes than its header says, or too many.
        ValueError: if the header is damaged.
    """
    stream = io.BytesIO(encoded)
    read = _HEADERS.get(np.lib.format.read_magic(stream))
    if read is None:
        raise PictureError("image_format", "an NPY file of an unknown version")
    shape, is_fortran, dtype = read(stream)
    if dtype.hasobject or dtype.kind not in "uif":
        text = f"an NPY file of {dtype}, not of integers or floats"
        raise PictureError("image_format", text)
    if len(shape) == 3 and shape[0] <= FEW and shape[0] < shape[2]:
        raise PictureError(
            "image_format",
            f"an array of shape {shape}; channels belong last: "
            "`np.moveaxis(array, 0, -1)`",
        )
    if len(shape) not in (2, 3):
        text = f"an array of shape {shape}, not (height, width, channels)"
        raise PictureError("image_format", text)
    height, width, channels = (*shape, 1)[:3]
    check_size(height, width, channels)
    given, stated = len(encoded) - stream.tell(), math.prod(shape)
    if given != stated * dtype.itemsize:
        text = f"an NPY file of {given} bytes where {shape} {dtype} are stated"
        raise PictureError("image_unreadable", text)
    values = np.frombuffer(encoded, dtype, offset=stream.tell())
    order = "F" if is_fortran else "C"
    pixels = values.reshape((height, width, channels), order=order)
    return np.ascontiguousarray(pixels, dtype.newbyteorder("="))
