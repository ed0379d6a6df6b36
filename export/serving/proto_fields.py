"""Protocol buffers by hand, as far as a warm-up request needs them.

Fields of bytes, strings and messages are all written alike: number and wire
type, length, content (Protocol Buffers encoding, "Length-Delimited Records").
That keeps tensorflow-serving-api out of the dependencies of an export.
"""

LENGTH_DELIMITED = 2


def field(number: int, content: bytes) -> bytes:
    """One field of bytes, a string or a message.

    Args:
        number: of the field in its message, >= 1.
        content: the bytes; of a message, its fields one after the other.
    """
    tag = number << 3 | LENGTH_DELIMITED
    return _varint(tag) + _varint(len(content)) + content


def _varint(value: int) -> bytes:
    """Seven bits a byte, the low ones first; the high bit says: more."""
    encoded = bytearray()
    while value > 0x7F:
        encoded.append(value & 0x7F | 0x80)
        value >>= 7
    encoded.append(value)
    return bytes(encoded)
