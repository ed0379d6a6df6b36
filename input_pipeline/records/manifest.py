"""Manifest of a folder of shards, and the shard files that it lists."""

import contextlib
import errno
import hashlib
import json
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import tensorflow as tf

from input_pipeline.atomic_files import atomic_file
from input_pipeline.datasets.spec import DatasetSpec
from input_pipeline.errors import DataError
from input_pipeline.picture_format import PictureFormat


@dataclass(frozen=True)
class Shard:
    """Shard: one file of records.

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

    Raises:
        OSError: if the disk is full, and the like.
    """
    count = 0
    with atomic_file(path) as unfinished:
        writer = tf.io.TFRecordWriter(os.fsencode(unfinished))
        try:
            for record in records:
                with _errors_of_disk(path):
                    writer.write(record)
                count += 1
        finally:
            with _errors_of_disk(path):
                writer.close()
        shard = Shard(
            path, count, unfinished.stat().st_size, checksum(unfinished)
        )
    facts = {"count": count, "bytes": shard.size, "sha256": shard.sha256}
    with atomic_file(receipt) as unfinished:
        unfinished.write_text(json.dumps(facts), encoding="utf-8")
    return shard


@contextlib.contextmanager
def _errors_of_disk(path: Path) -> Iterator[None]:
    """TensorFlow's errors of writing as those of the operating system."""
    try:
        yield
    except tf.errors.OpError as error:
        reason = error.message.rpartition("; ")[2]
        known = {os.strerror(number): number for number in errno.errorcode}
        number = known.get(reason, errno.EIO)
        raise OSError(number, reason, str(path)) from error


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


FILE_NAME = "manifest.json"
_CHECKSUM = "checksum"
_PICTURES = "pictures"
_KEYS = {"class_names", "palette", "ignore_label", "splits", _CHECKSUM}
_KEYS |= {_PICTURES}


@dataclass(frozen=True)
class Manifest:
    """Manifest of records: meaning of the classes, and shards by split.

    Args:
        spec: classes and colors.
        splits: shards by the name of the split.
        pictures: what the images become, where Python decodes them: of
            another format than 8-bit RGB, or in other files than JPEG and
            PNG. None for photographs.
    """

    spec: DatasetSpec
    splits: dict[str, tuple[Shard, ...]]
    pictures: PictureFormat | None = None

    def write(self, folder: Path) -> None:
        """Writes `manifest.json` into the folder of the shards."""
        content = {
            "class_names": self.spec.class_names,
            "palette": self.spec.palette,
            "ignore_label": self.spec.ignore_label,
            "splits": {
                split: {
                    "count": sum(shard.count for shard in shards),
                    "shards": [_entry(shard) for shard in shards],
                }
                for split, shards in self.splits.items()
            },
        }
        if self.pictures is not None:
            content[_PICTURES] = self.pictures.tree()
        content[_CHECKSUM] = _checksum(content)
        with atomic_file(folder / FILE_NAME) as unfinished:
            text = json.dumps(content, indent=2) + "\n"
            unfinished.write_text(text, encoding="utf-8")


def read_manifest(folder: Path) -> Manifest:
    """Reads `manifest.json`.

    Raises:
        DataError: if it is missing, was changed, or is not what
            `Manifest.write` writes.
    """
    path = folder / FILE_NAME
    if not path.is_file():
        raise DataError(
            f"{path} is missing. Records are made from another data set by "
            "`deeplab records`, which writes it beside the shards"
        )
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        unknown = content.keys() - _KEYS
        expected = content.pop(_CHECKSUM, None)
        if unknown or expected not in (None, _checksum(content)):
            raise DataError(
                f"{path} was changed after it was written: its checksum does "
                "not fit. Make the records again; if the change is meant, "
                f"delete the line {_CHECKSUM!r}"
            )
        return _parse(content, folder)
    except DataError:
        raise
    except (
        AttributeError,
        KeyError,
        RecursionError,
        TypeError,
        ValueError,
    ) as error:
        raise DataError(
            f"{path} is damaged ({error!r}). Make the records again"
        ) from error


def _parse(content: dict, folder: Path) -> Manifest:
    spec = DatasetSpec(
        tuple(content["class_names"]),
        tuple(tuple(color) for color in content["palette"]),
        content["ignore_label"],
    )
    splits = {
        split: tuple(_shard(entry, folder) for entry in listed["shards"])
        for split, listed in content["splits"].items()
    }
    pictures = content.get(_PICTURES)
    if pictures is not None:
        pictures = PictureFormat.from_tree(pictures)
    return Manifest(spec, splits, pictures)


def _entry(shard: Shard) -> dict:
    facts = {"name": shard.path.name, "count": shard.count}
    if shard.sha256 is not None:
        facts |= {"bytes": shard.size, "sha256": shard.sha256}
    return facts


def _shard(entry: dict, folder: Path) -> Shard:
    name, count = entry["name"], entry["count"]
    if Path(name).name != name or not isinstance(count, int) or count < 1:
        raise ValueError(f"not a shard: {name!r} of {count!r} samples")
    return Shard(folder / name, count, entry.get("bytes"), entry.get("sha256"))


def _checksum(content: dict) -> str:
    text = json.dumps(content, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
