"""CRC-32C (Castagnoli), the checksum of TensorFlow's checkpoints.

The standard library has the CRC of zip archives only. A byte at a time takes
Python seconds for a network, so rows of bytes are taken side by side, and
their checksums put together: following a row by n zeros is linear in the bits
of its checksum.

Source: RFC 3720, appendix B.4; the mask: tensorflow `lib/hash/crc32c.h`.
"""

import numpy as np

POLYNOMIAL = 0x82F63B78
MASK = 0xA282EAD8
MOST_ROWS = 4096
BITS = np.arange(32, dtype=np.uint32)
ONES = np.array([0xFFFFFFFF], np.uint32)


def crc32c(content: bytes) -> int:
    """The checksum of some bytes."""
    numbers = np.frombuffer(content, np.uint8)
    rows = min(MOST_ROWS, 1 << (len(numbers) // 32).bit_length())
    columns = -(-len(numbers) // rows)
    # Zeros before all others change nothing.
    table = np.zeros(rows * columns, np.uint8)
    table[rows * columns - len(numbers) :] = numbers
    states = np.zeros(rows, np.uint32)
    for column in table.reshape(rows, columns).T:
        states = _followed_by(column, states)
    shift = _zeros(columns)
    while len(states) > 1:
        states = _shifted(states[0::2], shift) ^ states[1::2]
        shift = _shifted(shift, shift)
    # All this began with 32 zeros. The checksum begins with 32 ones.
    begun = _shifted(ONES, _zeros(len(numbers)))
    return int((states ^ begun ^ ONES)[0])


def masked_crc32c(content: bytes) -> int:
    """The checksum as files store it: turned by 15 bits, plus a constant."""
    crc = crc32c(content)
    return (((crc >> 15) | (crc << 17)) + MASK) & 0xFFFFFFFF


def _byte_table() -> np.ndarray:
    states = np.arange(256, dtype=np.uint32)
    for _ in range(8):
        odd = (states & 1).astype(bool)
        states = np.where(odd, (states >> 1) ^ POLYNOMIAL, states >> 1)
    return states.astype(np.uint32)


BYTES = _byte_table()


def _followed_by(column: np.ndarray | int, states: np.ndarray) -> np.ndarray:
    return BYTES[(states ^ column) & 0xFF] ^ (states >> 8)


def _zeros(count: int) -> np.ndarray:
    """What `count` zero bytes make of each single bit, `(32,)`."""
    step = _followed_by(0, np.uint32(1) << BITS)
    result = np.uint32(1) << BITS
    while count:
        if count & 1:
            result = _shifted(result, step)
        step = _shifted(step, step)
        count >>= 1
    return result


def _shifted(states: np.ndarray, shift: np.ndarray) -> np.ndarray:
    bits = (states[:, None] >> BITS) & 1
    return np.bitwise_xor.reduce(bits * shift, axis=1)
