"""Checksums of an export's files.

A checksum finds what was damaged, lost or mixed up. Somebody who changes a
file and the report alike is not found: the report is not signed.
"""

import hashlib
from collections.abc import Mapping
from pathlib import Path

from export.verify.finding import Finding

CHECK = "checksum"


def checksums(folder: Path) -> dict[str, str]:
    """SHA-256 of every file below a folder, by its relative path."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {
        path.relative_to(folder).as_posix(): sha256_of(path) for path in files
    }


def check_checksums(folder: Path, expected: Mapping[str, str]) -> list[Finding]:
    """One finding for each file that is not as it was, or one for all.

    Args:
        folder: the export folder.
        expected: relative path -> SHA-256.
    """
    owners = {number: path for path, number in expected.items()}
    wrong = []
    for path, number in expected.items():
        detail = _difference(folder / path, number, owners)
        if detail:
            wrong.append(
                Finding(path=path, check=CHECK, good=False, detail=detail)
            )
    if wrong:
        return wrong
    detail = f"all {len(expected)} files are as they were written"
    return [Finding(path=".", check=CHECK, good=True, detail=detail)]


def _difference(path: Path, expected: str, owners: Mapping[str, str]) -> str:
    if not path.is_file():
        return "is missing"
    found = sha256_of(path)
    if found == expected:
        return ""
    owner = owners.get(found)
    if owner is not None:
        return f"has the content of {owner}; the files were exchanged"
    return "was changed or damaged since the export"


def sha256_of(path: Path) -> str:
    """SHA-256 of a file, hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
