"""Protocol buffers on the wire: fields by their numbers, without a schema.

Source: protobuf.dev, "Encoding".
"""

from deeplab_family.weights.errors import WeightsError

DAMAGED = "its index is damaged or tampered with: fetch it again"


def varint(content: bytes, at: int) -> tuple[int, int]:
    """A number of 7 bits a byte, and where it ends.

    Raises:
        WeightsError: if it does not end, or has more than 64 bits.
    """
    value = 0
    for place, byte in enumerate(content[at : at + 10]):
        value |= (byte & 0x7F) << (7 * place)
        if byte < 0x80:
            if value >= 2**64:
                break
            return value, at + place + 1
    raise WeightsError(DAMAGED)


def fields(content: bytes) -> dict[int, list[int | bytes]]:
    """All values of a message, by the number of their field, in order.

    Raises:
        WeightsError: if it is cut short or of another kind.
    """
    found: dict[int, list[int | bytes]] = {}
    at = 0
    while at < len(content):
        key, at = varint(content, at)
        kind = key & 7
        if kind == 0:
            value, at = varint(content, at)
        else:
            length = {1: 8, 5: 4}.get(kind)
            if kind == 2:
                length, at = varint(content, at)
            if length is None or length > len(content) - at:
                raise WeightsError(DAMAGED)
            part = content[at : at + length]
            value = part if kind == 2 else int.from_bytes(part, "little")
            at += length
        found.setdefault(key >> 3, []).append(value)
    return found
