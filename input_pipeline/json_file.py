"""JSON files that people write, read without guessing."""

import json
from pathlib import Path

LARGEST = 2**22
"""Bytes. Such a file lists classes, not pictures."""


def read_json(path: Path, largest: int = LARGEST):
    """Reads a JSON file that may start with a byte order mark.

    Args:
        path: of a UTF-8 file.
        largest: bytes that it may have.

    Raises:
        OSError: if it cannot be read.
        ValueError: if it is too large, no UTF-8, no JSON, nested too deeply,
            or if it gives one key twice or a number that is none (NaN). Says
            what, not where the file lies.
    """
    size = path.stat().st_size
    if size > largest:
        raise ValueError(f"it has {size:,} bytes, more than {largest:,}")
    try:
        text = path.read_bytes().decode("utf-8-sig")
        return json.loads(
            text, object_pairs_hook=_object, parse_constant=_no_number
        )
    except UnicodeDecodeError as error:
        raise ValueError("it is no UTF-8 text") from error
    except RecursionError as error:
        raise ValueError("it is nested too deeply") from error


def _object(pairs: list[tuple]) -> dict:
    content = dict(pairs)
    if len(content) < len(pairs):
        keys = [key for key, _ in pairs]
        twice = next(key for key in content if keys.count(key) > 1)
        raise ValueError(f"it gives {twice!r} twice")
    return content


def _no_number(word: str):
    raise ValueError(f"it holds {word}, which is no number")
