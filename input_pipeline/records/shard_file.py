"""One shard: a file of records, its length and its checksum."""

import hashlib
import json
import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import tensorflow as tf

from input_pipeline.atomic_files import atomic_file


@dataclass(frozen=True)
class Shard:
    """One file of records.

    Args:
        path: the file.
        count: number of samples in it.
        size: bytes of the file; None if nobody noted it.
        sha256: checksum of the file, 64 hexadecimal digits; None likewise.
    """

    path: Path
    count: int
    size: int | None = None
    sha256: str | None = None


def write_shard(path: Path, receipt: Path, records: Iterable[bytes]) -> Shard:
    """Writes records into a file, and a receipt for it.

    The file appears when it is complete, the receipt after it.

    Args:
        path: file to make.
        receipt: small file that says what `path` must be like.
        records: contents of the records, in order.
    """
    count = 0
    with atomic_file(path) as unfinished:
        with tf.io.TFRecordWriter(os.fsencode(unfinished)) as writer:
            for record in records:
                writer.write(record)
                count += 1
        shard = Shard(
            path, count, unfinished.stat().st_size, checksum(unfinished)
        )
    facts = {"count": count, "bytes": shard.size, "sha256": shard.sha256}
    with atomic_file(receipt) as unfinished:
        unfinished.write_text(json.dumps(facts), encoding="utf-8")
    return shard


def finished_shard(path: Path, receipt: Path) -> Shard | None:
    """The shard at `path` if it fits its receipt, otherwise None."""
    try:
        facts = json.loads(receipt.read_text(encoding="utf-8"))
        shard = Shard(path, facts["count"], facts["bytes"], facts["sha256"])
        found = os.path.getsize(path), checksum(path)
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return shard if found == (shard.size, shard.sha256) else None


def checksum(path: Path) -> str:
    """SHA-256 of a file, 64 hexadecimal digits."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
