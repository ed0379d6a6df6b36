"""Reads bytes that lie in a struct of a MATLAB 5 file, in plain Python.

A reader of its own, since the common one may crash the process on a damaged
file. Source: MathWorks, "MAT-File Format", chapter 1 (level 5).
"""

import struct
import zlib
from collections.abc import Iterator

import numpy as np

_HEADER = 128
_UINT8, _MATRIX, _COMPRESSED = 2, 14, 15  # types of data elements
_STRUCT_CLASS, _UINT8_CLASS = 2, 9  # classes of arrays
# Version 1.0 and the letters MI, both as the writing machine orders bytes.
_ORDERS = {b"\x00\x01IM": "<", b"\x01\x00MI": ">"}
_MOST_BYTES = 2**28


def read_uint8_field(content: bytes, variable: str, field: str) -> np.ndarray:
    """Reads one field of a 1 x 1 struct.

    Args:
        content: the bytes of the file.
        variable: name of the struct.
        field: name of the field, which must hold a uint8 matrix.

    Returns:
        uint8 array of shape `(rows, columns)`.

    Raises:
        ValueError: if the file is damaged or does not hold it.
    """
    if len(content) < _HEADER or content[124:128] not in _ORDERS:
        raise ValueError("not a MATLAB 5 file")
    order = _ORDERS[content[124:128]]
    for kind, data in _elements(content[_HEADER:], order):
        if kind == _COMPRESSED:
            unpacked = _unpack(data)
            kind, data = next(_elements(unpacked, order), (None, b""))
        if kind == _MATRIX:
            array_class, _, name, rest = _array(data, order)
            if name == variable and array_class == _STRUCT_CLASS:
                return _uint8_matrix(_field(rest, field, order), order)
    raise ValueError(f"no struct {variable} in it")


def _elements(data: bytes, order: str) -> Iterator[tuple[int, bytes]]:
    """Types and contents of the elements that follow each other in `data`."""
    place = 0
    while place + 8 <= len(data):
        kind, size = struct.unpack_from(f"{order}II", data, place)
        start = place + 8
        if kind >> 16:  # up to 4 bytes lie in the tag itself
            kind, size, start = kind & 0xFFFF, kind >> 16, place + 4
        end = start + size
        if end > len(data) or (start == place + 4 and size > 4):
            raise ValueError("truncated")
        yield kind, data[start:end]
        place = end if kind == _COMPRESSED else end + -end % 8


def _unpack(data: bytes) -> bytes:
    try:
        return zlib.decompressobj().decompress(data, _MOST_BYTES)
    except zlib.error as error:
        raise ValueError(f"damaged ({error})") from error


def _array(data: bytes, order: str):
    """Class, shape and name of an array, and the elements behind them."""
    elements = _elements(data, order)
    (_, flags), (_, shape), (_, name) = (_next(elements) for _ in range(3))
    if len(flags) != 8 or len(shape) % 4:
        raise ValueError("damaged array")
    array_class = struct.unpack(f"{order}II", flags)[0] & 0xFF
    shape = struct.unpack(f"{order}{len(shape) // 4}i", shape)
    return array_class, shape, name.decode("latin-1"), elements


def _field(elements: Iterator, field: str, order: str) -> bytes:
    (_, length), (_, names) = (_next(elements) for _ in range(2))
    if len(length) != 4 or not 0 < struct.unpack(f"{order}i", length)[0] < 256:
        raise ValueError("damaged struct")
    (step,) = struct.unpack(f"{order}i", length)
    for start in range(0, len(names), step):
        _, data = _next(elements)
        name = names[start : start + step].split(b"\0")[0]
        if name.decode("latin-1") == field:
            return data
    raise ValueError(f"no field {field} in it")


def _uint8_matrix(data: bytes, order: str) -> np.ndarray:
    array_class, shape, _, elements = _array(data, order)
    kind, pixels = _next(elements)
    if array_class != _UINT8_CLASS or kind != _UINT8 or len(shape) != 2:
        raise ValueError("not a matrix of uint8")
    rows, columns = shape
    if rows < 1 or columns < 1 or rows * columns != len(pixels):
        raise ValueError(f"{len(pixels)} bytes for {rows} x {columns}")
    return np.frombuffer(pixels, np.uint8).reshape(columns, rows).T


def _next(elements: Iterator[tuple[int, bytes]]) -> tuple[int, bytes]:
    element = next(elements, None)
    if element is None:
        raise ValueError("truncated")
    return element
