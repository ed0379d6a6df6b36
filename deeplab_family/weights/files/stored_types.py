"""Types of stored numbers: their width in a file, and what NumPy makes of them.

Everything is little-endian. bfloat16, which NumPy lacks, is the upper half of
a float32 and becomes one; a bool is a byte, of which anything but 0 is true.
"""

import numpy as np

from deeplab_family.weights.errors import WeightsError

BFLOAT16 = "bfloat16"
STORED = {
    "float64": "<f8",
    "float32": "<f4",
    "float16": "<f2",
    BFLOAT16: "<u2",
    "int64": "<i8",
    "int32": "<i4",
    "int16": "<i2",
    "int8": "i1",
    "uint64": "<u8",
    "uint32": "<u4",
    "uint16": "<u2",
    "uint8": "u1",
    "bool": "u1",
}
"""What the bytes of each type are read as."""


def width_of(dtype: str) -> int:
    """Bytes of one stored number."""
    return np.dtype(STORED[dtype]).itemsize


def numbers(content: bytes, dtype: str) -> np.ndarray:
    """Stored bytes as a one-dimensional array, `(n,)`.

    Args:
        content: a whole number of stored numbers.
        dtype: a key of `STORED`.

    Raises:
        WeightsError: if the bytes are no whole number of them.
    """
    if len(content) % width_of(dtype):
        raise WeightsError(
            f"{len(content)} bytes are no whole number of {dtype}: the file "
            "is damaged. Fetch it again"
        )
    stored = np.frombuffer(content, STORED[dtype])
    if dtype == BFLOAT16:
        return (stored.astype("<u4") << 16).view("<f4")
    return stored != 0 if dtype == "bool" else stored
