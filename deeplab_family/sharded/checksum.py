"""Checksum of a model: of its file, or of all files of its folder."""

import hashlib
from pathlib import Path


def model_checksum(path: Path) -> str:
    """SHA-256 of a model, 64 hexadecimal digits.

    Args:
        path: a file, or a folder, of which names and contents count.

    Raises:
        OSError: if something cannot be read.
    """
    if path.is_file():
        return _of_file(path)
    total = hashlib.sha256()
    for file in sorted(path.rglob("*")):
        if file.is_file():
            name = file.relative_to(path).as_posix()
            total.update(f"{_of_file(file)} {name}\n".encode())
    return total.hexdigest()


def _of_file(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
