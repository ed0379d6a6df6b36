"""Run lengths of masks as COCO has them: a list, or a short text.

The text holds numbers in base 32, five bits a character from "0" on, the
lowest first; the sixth bit says that more follow. From the fourth number on
it is the difference to the one two places before.

Source: `rleFrString` and `rleToString` of pycocotools (cocodataset/cocoapi,
common/maskApi.c), which read past the end of a damaged text; these refuse it.
"""

from collections.abc import Sequence

import numpy as np

MOST_CHARACTERS = 12
"""More than 60 bits of one number are no run length."""


def decompress(text: str | bytes) -> np.ndarray:
    """Reads a compressed text.

    Returns:
        int64 array of lengths outside and inside in turn; a damaged text may
        give negative ones.

    Raises:
        ValueError: if it holds something else or breaks off.
    """
    if isinstance(text, str):
        text = text.encode("utf-8", "replace")
    return decompress_all([text])[0]


def decompress_all(texts: Sequence[bytes]) -> list[np.ndarray]:
    """Reads several compressed texts, much faster than one by one.

    Returns:
        Lengths of each; see `decompress`.

    Raises:
        ValueError: likewise.
    """
    joined = b"".join(texts)
    bits = np.frombuffer(joined, np.uint8).astype(np.int64) - 48
    ends = np.cumsum([len(text) for text in texts])
    if not bits.size:
        return [bits for _ in texts]
    if bits.min() < 0 or bits.max() > 63:
        wrong = joined[int(np.argmax((bits < 0) | (bits > 63)))]
        raise ValueError(f"compressed runs with {chr(wrong)!r}")
    # An empty text ends where the one before does.
    if np.any(bits[ends[ends > 0] - 1] >= 32):
        raise ValueError("compressed runs that break off")
    last = np.flatnonzero(bits < 32)
    numbers = _numbers(bits, last)
    found, begin = [], 0
    for end in np.searchsorted(last, ends).tolist():
        counts = numbers[begin:end]
        # From the fourth on, each is the difference to the one two before.
        counts[1::2] = counts[1::2].cumsum()
        counts[2::2] = counts[2::2].cumsum()
        found.append(counts)
        begin = end
    return found


def _numbers(bits: np.ndarray, last: np.ndarray) -> np.ndarray:
    """The numbers whose last characters are known."""
    first = np.concatenate(([0], last[:-1] + 1))
    lengths = last - first + 1
    if lengths.max() > MOST_CHARACTERS:
        raise ValueError("compressed runs with a huge number")
    shifts = 5 * (np.arange(bits.size) - np.repeat(first, lengths))
    numbers = np.add.reduceat((bits & 31) << shifts, first)
    numbers -= np.where(bits[last] & 16, 1 << (5 * lengths), 0)
    return numbers


def compress(counts: list[int]) -> str:
    """Writes the compressed text.

    Args:
        counts: lengths outside and inside in turn.
    """
    text = []
    for place, count in enumerate(counts):
        number = int(count) - (int(counts[place - 2]) if place > 2 else 0)
        more = True
        while more:
            bits = number & 31
            number >>= 5
            more = number != (-1 if bits & 16 else 0)
            text.append(chr(48 + bits + 32 * more))
    return "".join(text)


def count_runs(mask: np.ndarray) -> list[int]:
    """Measures the runs of a mask, column by column as COCO has them.

    For rows instead, as CVAT has them, give `mask.T`.

    Args:
        mask: bool array of shape `(height, width)`.

    Returns:
        Lengths outside and inside in turn; the first may be 0.
    """
    flat = np.asarray(mask, bool).T.ravel()
    turns = np.flatnonzero(flat[1:] != flat[:-1]) + 1
    edges = [0, *turns.tolist(), flat.size]
    counts = [b - a for a, b in zip(edges, edges[1:], strict=False)]
    return [0, *counts] if flat.size and flat[0] else counts


def fill_runs(
    counts: np.ndarray, height: int, width: int, order: str = "columns"
) -> np.ndarray:
    """Draws run lengths.

    Args:
        counts: lengths outside and inside in turn, together all pixels.
        height: in pixels.
        width: in pixels.
        order: "columns" or "rows".

    Returns:
        bool array of shape `(height, width)`.
    """
    inside = np.arange(len(counts)) % 2 == 1
    flat = np.repeat(inside, counts)
    if order == "rows":
        return flat.reshape(height, width)
    return flat.reshape(width, height).T
