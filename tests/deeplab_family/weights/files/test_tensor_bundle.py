import struct

import numpy as np
import pytest

from deeplab_family.weights.errors import WeightsError
from deeplab_family.weights.files.crc32c import masked_crc32c
from deeplab_family.weights.files.read import read_arrays
from tests.deeplab_family.weights.files.table_writer import (
    block,
    number,
    table,
)

VALUES = np.arange(6, dtype="<f4")
HEADER = {1: 1, 2: 0}


def message(values):
    """A protocol buffer: numbers, and bytes, by field."""
    content = b""
    for field, value in values.items():
        if field == 6:
            content += number(field * 8 + 5) + struct.pack("<I", value)
        elif isinstance(value, int):
            content += number(field * 8) + number(value)
        else:
            content += number(field * 8 + 2) + number(len(value)) + value
    return content


def shape(*axes):
    return b"".join(message({2: message({1: length})}) for length in axes)


def entry(**changed):
    """An entry of the values as a matrix, with some fields changed."""
    fields = {
        "dtype": (1, 1),
        "shape": (2, shape(2, 3)),
        "shard": (3, 0),
        "offset": (4, 0),
        "size": (5, 24),
        "checksum": (6, masked_crc32c(VALUES.tobytes())),
    }
    for name, value in changed.items():
        fields[name] = (fields[name][0], value)
    return message(dict(fields.values()))


@pytest.fixture
def write(tmp_path):
    def write(entries, header=HEADER):
        items = [(b"", message(header))]
        items += [(name.encode(), e) for name, e in entries.items()]
        index = tmp_path / "m.index"
        index.write_bytes(table(block(items)))
        data = tmp_path / "m.data-00000-of-00001"
        data.write_bytes(VALUES.tobytes())
        return index

    return write


def refused(path, words):
    with pytest.raises(WeightsError, match=words) as error:
        read_arrays(path)
    assert str(error.value).startswith(f"{path}: ")


def test_an_index_written_by_hand_is_read(write):
    arrays = read_arrays(write({"w": entry()}))
    np.testing.assert_array_equal(arrays["w"], VALUES.reshape(2, 3))


@pytest.mark.parametrize(
    "changed, words",
    [
        ({"shape": shape(2, 2)}, "does not fit into"),
        ({"shape": shape(2**62, 2**62)}, "does not fit into"),
        ({"shape": shape(2**64 - 1)}, "index is damaged"),
        ({"shape": shape(*[1] * 33)}, "index is damaged"),
        ({"shape": b"\x12\xff"}, "index is damaged"),
        ({"shape": 3}, "index is damaged"),
        ({"size": 20}, "does not fit into"),
        ({"size": 25}, "more bytes than its files"),
        ({"offset": 1}, "does not fit into"),
        ({"offset": 2**63}, "does not fit into"),
        ({"shard": 1}, "more bytes|is missing"),
        ({"shard": 2**60}, "more bytes|is missing"),
        ({"dtype": b"text"}, "index is damaged"),
        ({"checksum": 1}, "their checksum is another"),
    ],
)
def test_entries_that_cannot_be_are_refused(write, changed, words):
    refused(write({"w": entry(**changed)}), words)


def test_numbers_that_two_variables_share_are_refused(write):
    refused(write({"v": entry(), "w": entry()}), "more bytes than its files")
    # One that lies about its size, so that the sum is right.
    lying = {"v": entry(size=0), "w": entry()}
    refused(write(lying), "'v' of shape .2, 3. does not fit into")


def test_headers_that_cannot_be_are_refused(write):
    refused(write({"w": entry()}, {1: 1, 2: 1}), "big-endian")
    refused(write({"w": entry()}, {1: 0}), "index is damaged")
    refused(write({"w": entry()}, {1: 2}), "more bytes|is missing")
    index = write({})
    index.write_bytes(table(block([(b"w", entry())])))
    refused(index, "index is damaged")


def test_a_name_that_is_no_text_is_refused(write):
    index = write({})
    items = [(b"", message(HEADER)), (b"\xff", entry())]
    index.write_bytes(table(block(items)))
    refused(index, "index is damaged")
