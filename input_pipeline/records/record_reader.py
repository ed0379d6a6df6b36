"""Reader of a folder of shards, also of those other programs wrote."""

import os
import re
import struct
from pathlib import Path

import tensorflow as tf

from input_pipeline.datasets.label_map_file import read_class_names
from input_pipeline.datasets.spec import DatasetSpec
from input_pipeline.default_palette import default_palette
from input_pipeline.errors import DataError
from input_pipeline.records.manifest import (
    FILE_NAME,
    Manifest,
    Shard,
    read_manifest,
)
from input_pipeline.records.schema import unpack_record

CLASSES = "classes.txt"
_NAME = re.compile(r"(.+)-(\d{5})-of-(\d{5})(\.tfrecords?)?")
_HEAD = struct.Struct("<QI")
_FOOT = 4


def open_records(folder: Path) -> Manifest:
    """Reads `manifest.json`, or makes up for it.

    Without a manifest the shards must have names like
    `train-00000-of-00010.tfrecord`, as the official DeepLab scripts give
    them, and `classes.txt` must name the classes.

    Raises:
        DataError: if neither is there, shards are missing, or their first
            records lack the keys of `serialize_sample`.
    """
    found = _shard_files(folder)
    if (folder / FILE_NAME).exists() or not found:
        return read_manifest(folder)
    if not (folder / CLASSES).exists():
        raise DataError(
            f"{folder} has shards but no {FILE_NAME}, so nothing says what "
            f"the ids mean. Add {CLASSES}: one class name a line, id 0 first"
        )
    names = read_class_names(folder / CLASSES)
    spec = DatasetSpec(names, default_palette(len(names)))
    splits = {s: _split(folder, s, files) for s, files in found.items()}
    return Manifest(spec, splits)


def _shard_files(folder: Path) -> dict[str, dict[Path, tuple[int, int]]]:
    found: dict[str, dict[Path, tuple[int, int]]] = {}
    for path in sorted(folder.iterdir()) if folder.is_dir() else ():
        match = _NAME.fullmatch(path.name)
        if match:
            split, number, total, _ = match.groups()
            found.setdefault(split, {})[path] = int(number), int(total)
    return found


def _split(folder, split, files) -> tuple[Shard, ...]:
    totals = {total for _, total in files.values()}
    numbers = sorted(number for number, _ in files.values())
    if len(totals) != 1 or numbers != list(range(*totals)):
        raise DataError(
            f"the shards of {split!r} in {folder} are not complete: found the "
            f"numbers {numbers} of {' or '.join(map(str, sorted(totals)))}"
        )
    shards = [Shard(path, count_records(path)) for path in files]
    shards = tuple(shard for shard in shards if shard.count)
    if not shards:
        raise DataError(f"the shards of {split!r} in {folder} are empty")
    _check_keys(shards[0].path)
    return shards


def _check_keys(path: Path) -> None:
    try:
        record = next(iter(tf.data.TFRecordDataset(os.fsencode(path))))
    except tf.errors.OpError as error:
        raise DataError(f"{path} is damaged: {error.message}") from error
    unpack_record(path.with_name(f"{path.name}[0]"), record.numpy())


# Counts the records of a shard without reading them.
#
# A record is its length (8 bytes, little-endian), a checksum of the length
# (4), the content, and a checksum of the content (4). Source: the page
# "TFRecord and tf.train.Example" of the TensorFlow guide.


def count_records(path: Path) -> int:
    """Hops from record to record.

    Raises:
        DataError: if the file does not end where a record ends.
    """
    end = os.path.getsize(path)
    place = count = 0
    with path.open("rb") as file:
        while place < end:
            file.seek(place)
            head = file.read(_HEAD.size)
            if len(head) == _HEAD.size:
                place += _HEAD.size + _HEAD.unpack(head)[0] + _FOOT
            if len(head) < _HEAD.size or place > end:
                raise DataError(
                    f"{path} is truncated, or no uncompressed TFRecord file: "
                    f"it ends inside record {count}"
                )
            count += 1
    return count
