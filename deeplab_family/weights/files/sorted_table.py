"""Sorted tables of keys and values, as LevelDB and TensorFlow store them.

A table is made of blocks; the last 48 bytes say where the block is that tells
where the others are. In a block, each key leaves out what it has in common
with the one before.

Source: google/leveldb `doc/table_format.md`.
"""

from collections.abc import Iterator

from deeplab_family.weights.errors import WeightsError
from deeplab_family.weights.files.crc32c import masked_crc32c
from deeplab_family.weights.files.protobuf_wire import DAMAGED, varint

END = 0xDB4775248B80FB57.to_bytes(8, "little")
FOOTER = 48
TRAILER = 5
"""After each block: how it is compressed, and a checksum."""

LONGEST_KEY = 2000
MOST_KEYS = 100_000


def read_table(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Keys and values of a whole table, in its order.

    Raises:
        WeightsError: if it is cut short, damaged or compressed, which
            TensorFlow does not do.
    """
    if len(content) < FOOTER or not content.endswith(END):
        raise WeightsError(DAMAGED)
    footer = content[-FOOTER:]
    _, at = _place(footer, 0)
    index, _ = _place(footer, at)
    last = None
    count = 0
    for _, place in _block(content, *index):
        block, _ = _place(place, 0)
        for key, value in _block(content, *block):
            count += 1
            # Also what keeps a block from being used over and over.
            if (last is not None and key <= last) or count > MOST_KEYS:
                raise WeightsError(DAMAGED)
            last = key
            yield key, value


def _place(content: bytes, at: int) -> tuple[tuple[int, int], int]:
    """Offset and length of a block, and where the two end."""
    offset, at = varint(content, at)
    length, at = varint(content, at)
    return (offset, length), at


def _block(
    content: bytes, offset: int, length: int
) -> Iterator[tuple[bytes, bytes]]:
    end = offset + length
    block = content[offset:end]
    trailer = content[end : end + TRAILER]
    # Four bytes say how many places to begin at there are; then these places.
    if len(trailer) < TRAILER or length < 4 or trailer[0] != 0:
        raise WeightsError(DAMAGED)
    if masked_crc32c(block + trailer[:1]) != int.from_bytes(
        trailer[1:], "little"
    ):
        raise WeightsError(DAMAGED)
    restarts = int.from_bytes(block[-4:], "little")
    end = length - 4 - 4 * restarts
    if end < 0:
        raise WeightsError(DAMAGED)
    at, key = 0, b""
    while at < end:
        shared, at = varint(block, at)
        own, at = varint(block, at)
        size, at = varint(block, at)
        if (
            shared > len(key)
            or shared + own > LONGEST_KEY
            or at + own + size > end
        ):
            raise WeightsError(DAMAGED)
        key = key[:shared] + block[at : at + own]
        at += own
        yield key, block[at : at + size]
        at += size
