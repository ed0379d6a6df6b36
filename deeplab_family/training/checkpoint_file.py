"""Checkpoint files: `.keras` archives with a record and a checksum.

The record is one more member of the archive, so it appears and vanishes with
the network that it tells of. The checksum stands in the archive's comment, the
last bytes of the file. Keras looks at neither.
"""

from __future__ import annotations

import hashlib
import json
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import keras

RECORD = "run.json"
MARK = b"deeplab-family sha256 "
DIGEST_LENGTH = 64
MOST_BYTES = 2**26
"""A record that is larger was not written here."""


class DamagedFileError(ValueError):
    """Raised for a file that is not as it was written; says how."""


def write_model(model: keras.Model, path: str | Path, record: dict):
    """Saves a model with its record.

    Args:
        model: what to save.
        path: the `.keras` file; write to a draft, see `atomic_file`.
        record: JSON content.
    """
    model.save(path)
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr(RECORD, json.dumps(record))
        archive.comment = MARK + b"0" * DIGEST_LENGTH
    with Path(path).open("r+b") as file:
        digest = _digest(file, Path(path).stat().st_size)
        file.seek(-DIGEST_LENGTH, 2)
        file.write(digest)


def read_record(path: str | Path) -> dict:
    """The record of a file whose every byte is as it was written.

    Raises:
        DamagedFileError: if one is not, or `write_model` did not write it.
        OSError: if it cannot be read.
    """
    return _read_record(Path(path), whole=True)


def peek_record(path: str | Path) -> dict:
    """The record of a file whose end is as it was written.

    Of a large file little is read, so a change in its middle is not seen.

    Raises:
        DamagedFileError, OSError: as `read_record`.
    """
    return _read_record(Path(path), whole=False)


def _read_record(path: Path, whole: bool) -> dict:
    size = path.stat().st_size
    if size == 0:
        raise DamagedFileError("it is empty")
    with path.open("rb") as file:
        ending = len(MARK) + DIGEST_LENGTH
        file.seek(-min(size, ending), 2)
        tail = file.read()
        if not tail.startswith(MARK):
            file.seek(0)
            raise DamagedFileError(
                "it is cut short, or another program wrote it"
                if file.read(2) == b"PK"
                else "it is no .keras file"
            )
        file.seek(0)
        if whole and _digest(file, size) != tail[len(MARK) :]:
            raise DamagedFileError("its checksum is wrong: bytes have changed")
    try:
        with zipfile.ZipFile(path) as archive:
            if archive.getinfo(RECORD).file_size > MOST_BYTES:
                raise DamagedFileError("its record is too large")
            record = json.loads(archive.read(RECORD))
    except (zipfile.BadZipFile, KeyError, ValueError, RecursionError) as error:
        if isinstance(error, DamagedFileError):
            raise
        raise DamagedFileError("its record cannot be read") from error
    if not isinstance(record, dict):
        raise DamagedFileError("its record cannot be read")
    return record


def _digest(file, size: int) -> bytes:
    """SHA-256 of all before the digest itself, as hexadecimal digits."""
    state, left = hashlib.sha256(), size - DIGEST_LENGTH
    while left > 0 and (chunk := file.read(min(left, 1 << 20))):
        state.update(chunk)
        left -= len(chunk)
    return state.hexdigest().encode()
