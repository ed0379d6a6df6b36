"""Run lengths of Label Studio's brush: a stream of bits, as a list of bytes.

The stream codes the picture as `width * height * 4` bytes, RGBA row by row;
what the brush painted has an alpha above 0. It begins with the number of
bytes (32 bits), the bits of a value less one (5) and the bits of four kinds of
lengths, each less one (4 times 4). Then come runs: one bit that says whether a
single value is repeated, two bits for the kind of the length, the length less
one, and the value or the values. The end is filled up with zeros.

Source: `decode_rle` of HumanSignal/label-studio-converter, brush.py, after
thi-ng/umbrella, packages/rle-pack.
"""

from collections.abc import Sequence

import numpy as np

CHANNELS = 4
VALUE_BITS = 8
LENGTH_BITS = (3, 4, 8, 16)
_HEADER = 32 + 5 + 4 * len(LENGTH_BITS)
_PAINTED = 255


def encode_brush(mask: np.ndarray) -> list[int]:
    """Writes a mask as Label Studio's brush does.

    Args:
        mask: bool `(height, width)`.

    Returns:
        Bytes, 0..255, for `value.rle` of a region.
    """
    flat = np.asarray(mask, bool).ravel()
    turns = np.flatnonzero(flat[1:] != flat[:-1]) + 1
    starts = np.concatenate([[0], turns]).astype(int)
    lengths = np.diff(starts, append=flat.size) * CHANNELS
    bits = [f"{flat.size * CHANNELS:032b}", f"{VALUE_BITS - 1:05b}"]
    bits += [f"{size - 1:04b}" for size in LENGTH_BITS]
    for painted, length in zip(flat[starts], lengths.tolist(), strict=True):
        bits.append(_repeated(length, _PAINTED if painted else 0))
    text = "".join(bits)
    packed = np.packbits(np.frombuffer(text.encode(), np.uint8) - ord("0"))
    return packed.tolist()


def _repeated(length: int, value: int) -> str:
    """The bits of one value, so many times."""
    most = 2 ** LENGTH_BITS[-1]
    parts = [most] * (length // most) + [length % most] * (length % most > 0)
    return "".join(_run(part, value) for part in parts)


def _run(length: int, value: int) -> str:
    kind = next(
        kind for kind, bits in enumerate(LENGTH_BITS) if length <= 2**bits
    )
    return f"1{kind:02b}{length - 1:0{LENGTH_BITS[kind]}b}{value:08b}"


def decode_brush(rle: Sequence[int], height: int, width: int) -> np.ndarray:
    """Reads what Label Studio's brush wrote.

    Args:
        rle: bytes, 0..255, from `value.rle`.
        height: of the picture in pixels, `original_height`.
        width: of the picture in pixels, `original_width`.

    Returns:
        bool `(height, width)`, the pixels whose alpha is above 0.

    Raises:
        ValueError: if these are no bytes, the stream breaks off, or it codes
            a picture of another size.
    """
    bits = _Bits(_bytes(rle))
    total = bits.read(32)
    if total != height * width * CHANNELS:
        raise ValueError(
            f"brush runs of {total} values; a picture of {width} x {height} "
            f"pixels has {height * width * CHANNELS}"
        )
    value_bits = bits.read(5) + 1
    length_bits = [bits.read(4) + 1 for _ in LENGTH_BITS]
    values = np.zeros(total, np.uint32)
    done = 0
    while done < total:
        is_repeated = bits.read(1)
        length = bits.read(length_bits[bits.read(2)]) + 1
        end = min(done + length, total)
        if is_repeated:
            values[done:end] = bits.read(value_bits)
        else:
            values[done:end] = bits.read_many(end - done, value_bits)
        done = end
    return values.reshape(height, width, CHANNELS)[..., -1] > 0


def _bytes(rle: Sequence[int]) -> np.ndarray:
    found = np.asarray(rle)
    is_list = found.ndim == 1 and found.dtype.kind in "iu"
    if not is_list or found.size * 8 < _HEADER:
        raise ValueError("brush runs that are no list of whole numbers")
    if found.min() < 0 or found.max() > 255:
        raise ValueError("brush runs with numbers outside of 0..255")
    return found.astype(np.uint8)


class _Bits:
    """Bits that are read from the first to the last.

    Args:
        content: uint8 `(bytes,)`.
    """

    def __init__(self, content: np.ndarray):
        self._bits = np.unpackbits(content)
        self._place = 0

    def read(self, count: int) -> int:
        return int(self.read_many(1, count)[0])

    def read_many(self, numbers: int, bits: int) -> np.ndarray:
        end = self._place + numbers * bits
        if end > self._bits.size:
            raise ValueError("brush runs that break off")
        found = self._bits[self._place : end].reshape(numbers, bits)
        self._place = end
        weights = 2 ** np.arange(bits - 1, -1, -1, dtype=np.uint64)
        return found @ weights
