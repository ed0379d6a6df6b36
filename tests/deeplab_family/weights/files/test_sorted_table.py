import struct

import pytest

from deeplab_family.weights.errors import WeightsError
from deeplab_family.weights.files import sorted_table
from deeplab_family.weights.files.crc32c import masked_crc32c
from deeplab_family.weights.files.sorted_table import read_table
from tests.deeplab_family.weights.files.table_writer import (
    block,
    number,
    table,
)

ITEMS = {b"": b"header", b"a/weights": b"1", b"a/weights/x": b"", b"b": b"22"}


def test_keys_that_share_their_beginning_are_whole_again():
    assert dict(read_table(table(block(ITEMS.items())))) == ITEMS


def test_blocks_follow_one_another():
    items = list(ITEMS.items())
    assert list(read_table(table(block(items[:3]), block(items[3:])))) == items


def refused(content):
    with pytest.raises(WeightsError, match="damaged or tampered"):
        list(read_table(content))


def test_a_block_cannot_be_used_twice():
    part = block([(b"a", b"1")])
    place = number(0) + number(len(part) - 5)
    refused(table(part, index=[(b"1", place), (b"2", place)]))


def test_keys_out_of_order_or_too_long_or_too_many_are_refused(monkeypatch):
    refused(table(block([(b"b", b""), (b"a", b"")])))
    refused(table(block([(b"a", b""), (b"a", b"")])))
    refused(table(block([(b"a" * 2001, b"")])))
    monkeypatch.setattr(sorted_table, "MOST_KEYS", 3)
    refused(table(block(ITEMS.items())))


def test_compressed_blocks_are_refused():
    refused(table(block(ITEMS.items(), compression=1)))


def test_places_beyond_the_table_are_refused():
    part = block(ITEMS.items())
    for place in (
        number(0) + number(2**40),
        number(2**63) + number(len(part) - 5),
        number(1) + number(len(part) - 5),
        b"\xff" * 11,
        b"",
    ):
        refused(table(part, index=[(b"1", place)]))


def test_a_table_without_its_end_is_refused():
    content = table(block(ITEMS.items()))
    for length in range(len(content)):
        refused(content[:length])


def test_more_places_to_begin_at_than_there_are_bytes_are_refused():
    part = struct.pack("<I", 2**32 - 1) + b"\0"
    refused(table(part + struct.pack("<I", masked_crc32c(part))))
