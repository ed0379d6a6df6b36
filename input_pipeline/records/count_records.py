"""Counts the records of a shard without reading them.

A record is its length (8 bytes, little-endian), a checksum of the length
(4), the content, and a checksum of the content (4). Source: the page
"TFRecord and tf.train.Example" of the TensorFlow guide.
"""

import os
import struct
from pathlib import Path

from input_pipeline.errors import DataError

_HEAD = struct.Struct("<QI")
_FOOT = 4


def count_records(path: Path) -> int:
    """Hops from record to record.

    Raises:
        DataError: if the file does not end where a record ends.
    """
    end = os.path.getsize(path)
    place = count = 0
    with path.open("rb") as file:
        while place < end:
            file.seek(place)
            head = file.read(_HEAD.size)
            if len(head) == _HEAD.size:
                place += _HEAD.size + _HEAD.unpack(head)[0] + _FOOT
            if len(head) < _HEAD.size or place > end:
                raise DataError(
                    f"{path} is truncated, or no uncompressed TFRecord file: "
                    f"it ends inside record {count}"
                )
            count += 1
    return count
