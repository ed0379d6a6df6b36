"""Sorted tables as LevelDB's document describes them, written by hand."""

import itertools
import struct

from deeplab_family.weights.files.crc32c import masked_crc32c

END = bytes.fromhex("57fb808b247547db")


def number(value):
    """A number of 7 bits a byte."""
    content = b""
    while value >= 128:
        content += bytes([value % 128 + 128])
        value //= 128
    return content + bytes([value])


def block(items, compression=0):
    """A block as LevelDB's document describes it, with its trailer."""
    content, before = b"", b""
    for key, value in items:
        same = itertools.takewhile(
            lambda pair: pair[0] == pair[1], zip(before, key, strict=False)
        )
        shared = len(list(same))
        content += number(shared) + number(len(key) - shared)
        content += number(len(value)) + key[shared:] + value
        before = key
    content += struct.pack("<II", 0, 1)
    kind = bytes([compression])
    return content + kind + struct.pack("<I", masked_crc32c(content + kind))


def table(*blocks, index=None):
    """A table of these blocks; `index` may tell other places of them."""
    content, places = b"", []
    for part in blocks:
        places.append(number(len(content)) + number(len(part) - 5))
        content += part
    keys = [bytes([number]) for number in range(len(places))]
    listed = block(index or zip(keys, places, strict=True))
    footer = number(0) * 2 + number(len(content)) + number(len(listed) - 5)
    return content + listed + footer.ljust(40, b"\0") + END
