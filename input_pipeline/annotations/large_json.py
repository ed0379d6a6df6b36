"""JSON files of annotations, which may be large, read without guessing."""

import json
from pathlib import Path

from input_pipeline.errors import DataError
from input_pipeline.json_file import read_json

LARGEST = 2**33
"""Bytes."""


def read_annotations(path: Path):
    """Reads a JSON file of annotations.

    Raises:
        DataError: if it cannot be read, or is damaged or ambiguous.
    """
    try:
        return read_json(path, LARGEST)
    except OSError as error:
        raise DataError(
            f"{path} cannot be read: {error.strerror or error}"
        ) from error
    except (ValueError, MemoryError) as error:
        raise DataError(
            f"{path} is no file of annotations: {short(error)}. Export it again"
        ) from error


def first_key(path: Path) -> str | None:
    """The first key of a JSON object; "[" for a list, None for no JSON.

    Tells formats apart without reading a large file.
    """
    try:
        with path.open("rb") as file:
            start = file.read(4096).decode("utf-8-sig", "ignore").lstrip()
    except OSError:
        return None
    if start.startswith("["):
        return "["
    if not start.startswith("{"):
        return None
    try:
        key, _ = json.JSONDecoder().raw_decode(start[1:].lstrip())
    except ValueError:
        return None
    return key if isinstance(key, str) else None


def read_ends(path: Path, size: int) -> bytes:
    """Begin and end of a file, all of it if it is short.

    Tells formats apart by their keys without reading a large file.

    Args:
        path: of the file.
        size: bytes of the begin, and of the end.

    Raises:
        OSError: if it cannot be read.
    """
    with path.open("rb") as file:
        text = file.read(size)
        rest = path.stat().st_size - size
        if rest > 0:
            file.seek(max(rest, size))
            text += file.read()
    return text


def short(error: Exception) -> str:
    """An error in one line of at most 200 characters."""
    text = " ".join(str(error).split()) or type(error).__name__
    return text if len(text) <= 200 else text[:200] + "..."
