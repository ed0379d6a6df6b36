"""Tensor bundles: TensorFlow's checkpoints, an index and files of raw numbers.

`PREFIX.index` is a sorted table of names; `PREFIX.data-00000-of-00001` holds
the numbers. Read here and not by TensorFlow, whose reader ends the process on
an index with a shape that cannot be, and takes seconds to import.

Source: tensorflow `core/protobuf/tensor_bundle.proto` and
`core/util/tensor_bundle/tensor_bundle.cc`.
"""

import dataclasses
import math
from pathlib import Path

import numpy as np

from deeplab_family.weights.errors import WeightsError
from deeplab_family.weights.files.crc32c import masked_crc32c
from deeplab_family.weights.files.protobuf_wire import DAMAGED, fields
from deeplab_family.weights.files.sorted_table import read_table
from deeplab_family.weights.files.stored_types import (
    BFLOAT16,
    numbers,
    width_of,
)

LARGEST_INDEX = 2**24
MOST_DIMENSIONS = 32
DTYPES = {
    1: "float32",
    2: "float64",
    3: "int32",
    4: "uint8",
    5: "int16",
    6: "int8",
    9: "int64",
    10: "bool",
    14: BFLOAT16,
    17: "uint16",
    19: "float16",
    22: "uint32",
    23: "uint64",
}
"""By the numbers of `tensorflow.DType`; texts and complex numbers lack."""

PARTS = b"\0"
"""What the keys of a partitioned variable's parts begin with."""


@dataclasses.dataclass(frozen=True)
class BundleEntry:
    """Entry of a tensor bundle: the place of a variable's numbers.

    Attributes:
        name: of the variable.
        dtype: a key of `stored_types.STORED`; "" for what is no number.
        shape: of the variable.
        partitioned: whether it is in parts, under keys of their own.
        shard: number of the file.
        offset, size: in that file, in bytes.
        checksum: masked CRC-32C of these bytes.
    """

    name: str
    dtype: str
    shape: tuple[int, ...]
    partitioned: bool
    shard: int
    offset: int
    size: int
    checksum: int


class TensorBundle:
    """A checkpoint, opened.

    Args:
        prefix: path of its files without `.index` and `.data-...`.

    Attributes:
        entries: by the names of the variables, in the order of the index.

    Raises:
        WeightsError: if its index is damaged.
    """

    def __init__(self, prefix: Path):
        self.prefix = prefix
        index = Path(f"{prefix}.index")
        if index.stat().st_size > LARGEST_INDEX:
            raise WeightsError(DAMAGED)
        table = read_table(index.read_bytes())
        key, header = next(table, (None, b""))
        values = fields(header)
        self.shards = _number(values, 1)
        if key != b"" or not 1 <= self.shards < 100_000:
            raise WeightsError(DAMAGED)
        if _number(values, 2):
            raise WeightsError(
                "it was written on a big-endian machine: load and save it in "
                "TensorFlow on another one"
            )
        entries = [
            _entry(key, value)
            for key, value in table
            if not key.startswith(PARTS)
        ]
        self.entries = {entry.name: entry for entry in entries}

    def shard_path(self, shard: int) -> Path:
        """The file of numbers with that number."""
        return Path(f"{self.prefix}.data-{shard:05d}-of-{self.shards:05d}")

    def read(self, entry: BundleEntry) -> np.ndarray:
        """The numbers of a variable that is of numbers.

        Raises:
            WeightsError: if they are missing or damaged.
        """
        path = self.shard_path(entry.shard)
        if entry.shard >= self.shards or not path.is_file():
            raise WeightsError(
                f"{path.name!r} is missing: it holds the numbers and belongs "
                "beside the .index file"
            )
        if entry.partitioned:
            raise WeightsError(
                f"{entry.name!r} is partitioned, stored in parts, which are "
                "not read: save it whole, without a partitioner"
            )
        needed = math.prod(entry.shape) * width_of(entry.dtype)
        there = path.stat().st_size
        if entry.size != needed or entry.offset + needed > there:
            raise WeightsError(
                f"{entry.name!r} of shape {entry.shape} does not fit into "
                f"{path.name!r}, which has {there:,} bytes: it is cut short or "
                "damaged. Fetch it again"
            )
        with path.open("rb") as file:
            file.seek(entry.offset)
            content = file.read(needed)
        if content and masked_crc32c(content) != entry.checksum:
            raise WeightsError(
                f"the numbers of {entry.name!r} are damaged: their checksum is "
                "another. Fetch it again"
            )
        return numbers(content, entry.dtype).reshape(entry.shape)


def _entry(key: bytes, value: bytes) -> BundleEntry:
    found = fields(value)
    try:
        name = key.decode()
    except UnicodeDecodeError as error:
        raise WeightsError(DAMAGED) from error
    return BundleEntry(
        name=name,
        dtype=DTYPES.get(_number(found, 1), ""),
        shape=_shape(_message(found, 2)),
        partitioned=7 in found,
        shard=_number(found, 3),
        offset=_number(found, 4),
        size=_number(found, 5),
        checksum=_number(found, 6),
    )


def _shape(content: bytes) -> tuple[int, ...]:
    axes = fields(content).get(2, [])
    if len(axes) > MOST_DIMENSIONS:
        raise WeightsError(DAMAGED)
    # A negative one has all 64 bits.
    lengths = [_number(fields(_bytes(axis)), 1) for axis in axes]
    if any(length >= 2**63 for length in lengths):
        raise WeightsError(DAMAGED)
    return tuple(lengths)


def _number(found: dict, field: int) -> int:
    value = found.get(field, [0])[-1]
    if not isinstance(value, int):
        raise WeightsError(DAMAGED)
    return value


def _message(found: dict, field: int) -> bytes:
    return _bytes(found.get(field, [b""])[-1])


def _bytes(value: int | bytes) -> bytes:
    if not isinstance(value, bytes):
        raise WeightsError(DAMAGED)
    return value
