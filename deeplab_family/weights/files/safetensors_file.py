"""Safetensors files: a JSON header of names and places, then raw numbers.

Eight bytes tell the header's length; the numbers of the arrays follow it, in
C order, without gaps and without overlap. Read here and not by the package
`safetensors`, whose NumPy side has no bfloat16; the format is a page long.

Source: huggingface/safetensors `README.md`, section "Format".
"""

import dataclasses
import json
import math
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np

from deeplab_family.weights.errors import WeightsError
from deeplab_family.weights.files.named_arrays import NamedArrays
from deeplab_family.weights.files.stored_types import (
    BFLOAT16,
    numbers,
    width_of,
)

LARGEST_HEADER = 100_000_000
"""Bytes, by the format."""

MOST_DIMENSIONS = 32
METADATA = "__metadata__"
DTYPES = {
    "F64": "float64",
    "F32": "float32",
    "F16": "float16",
    "BF16": BFLOAT16,
    "I64": "int64",
    "I32": "int32",
    "I16": "int16",
    "I8": "int8",
    "U64": "uint64",
    "U32": "uint32",
    "U16": "uint16",
    "U8": "uint8",
    "BOOL": "bool",
}
AGAIN = "The file is damaged or cut short: fetch it again"


@dataclasses.dataclass(frozen=True)
class _Place:
    """Where an array is, in bytes after the header."""

    name: str
    dtype: str
    shape: tuple[int, ...]
    begin: int
    end: int


def is_safetensors(start: bytes, size: int) -> bool:
    """Whether a file that starts so (9 bytes) and has that size may be one."""
    length = int.from_bytes(start[:8], "little")
    return start[8:9] == b"{" and length <= LARGEST_HEADER and size > 8


def read_safetensors(path: Path) -> NamedArrays:
    """The arrays of a safetensors file by their names.

    Raises:
        WeightsError: if it is damaged or has numbers that NumPy lacks; the
            message says what, `read_arrays` adds the path.
    """
    size = path.stat().st_size
    with path.open("rb") as file:
        length = int.from_bytes(file.read(8), "little")
        if length > min(LARGEST_HEADER, size - 8):
            raise WeightsError(
                f"its header is said to be {length:,} bytes. {AGAIN}"
            )
        header = _header(file.read(length))
        places = [_place(name, header[name]) for name in header]
        _refuse_gaps(places, size - 8 - length)
        arrays = {
            place.name: _array(file, place, 8 + length) for place in places
        }
    return NamedArrays(arrays, file_format="safetensors")


def _header(content: bytes) -> dict[str, Any]:
    try:
        header = json.loads(content, object_pairs_hook=_distinct)
    except (ValueError, RecursionError) as error:
        if isinstance(error, WeightsError):
            raise
        raise WeightsError(f"its header is no JSON. {AGAIN}") from error
    if not isinstance(header, dict):
        raise WeightsError(f"its header is no table of arrays. {AGAIN}")
    header.pop(METADATA, None)
    return header


def _distinct(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    distinct = dict(pairs)
    if len(distinct) < len(pairs):
        raise WeightsError(f"its header has one name twice. {AGAIN}")
    return distinct


def _place(name: str, entry: Any) -> _Place:
    shown = repr(name[:60])
    try:
        dtype, shape = entry["dtype"], entry["shape"]
        begin, end = entry["data_offsets"]
    except (TypeError, KeyError, ValueError) as error:
        raise WeightsError(
            f"{shown} lacks its type, shape or place. {AGAIN}"
        ) from error
    if not _plain(dtype, shape, begin, end):
        raise WeightsError(
            f"{shown} has a type, shape or place that cannot be. {AGAIN}"
        )
    if dtype not in DTYPES:
        raise WeightsError(
            f"{shown} is of the type {dtype[:20]!r}, which is not read. Save "
            f"it as one of {', '.join(DTYPES)}"
        )
    place = _Place(name, DTYPES[dtype], tuple(shape), begin, end)
    needed = math.prod(shape) * width_of(place.dtype)
    if end - begin != needed:
        raise WeightsError(
            f"{shown} needs {needed:,} bytes and has {end - begin:,}. {AGAIN}"
        )
    return place


def _plain(dtype: Any, shape: Any, begin: Any, end: Any) -> bool:
    return (
        type(dtype) is str
        and type(shape) is list
        and len(shape) <= MOST_DIMENSIONS
        and all(
            type(number) is int and 0 <= number < 2**63
            for number in (*shape, begin, end)
        )
    )


def _refuse_gaps(places: list[_Place], size: int):
    """Whether arrays follow one another from the first byte to the last."""
    end = 0
    for place in sorted(places, key=lambda place: (place.begin, place.end)):
        if place.begin != end:
            relation = "overlaps" if place.begin < end else "leaves a gap after"
            raise WeightsError(
                f"{place.name[:60]!r} {relation} what stands before it. {AGAIN}"
            )
        end = place.end
    if end != size:
        raise WeightsError(
            f"its arrays have {end:,} bytes, and {size:,} follow its header. "
            f"{AGAIN}"
        )


def _array(file: BinaryIO, place: _Place, start: int) -> np.ndarray:
    file.seek(start + place.begin)
    content = file.read(place.end - place.begin)
    return numbers(content, place.dtype).reshape(place.shape)
