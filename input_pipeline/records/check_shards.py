"""Check of shards: read to their end, compared with their manifest."""

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

import tensorflow as tf

from input_pipeline.check.check_progress import counted
from input_pipeline.check.check_sample import check_encoded
from input_pipeline.datasets.spec import DatasetSpec
from input_pipeline.errors import DataError
from input_pipeline.records.manifest import (
    Manifest,
    Shard,
    checksum,
)
from input_pipeline.records.record_reader import open_records
from input_pipeline.records.schema import unpack_record


def check_shards(
    shards: Sequence[Shard], spec: DatasetSpec | None = None
) -> None:
    """Reads every record and compares the checksums and the counts.

    Args:
        shards: files to read.
        spec: the classes that labels may hold. Samples of shards without a
            checksum, which nobody judged before, are decoded and judged by
            it. Defaults to None: they are not.

    Raises:
        DataError: if shards are missing, damaged or not those of the
            manifest. The message names all of them.
    """
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        found = pool.map(partial(_problem, spec=spec), shards)
        found = counted("checking shards", found, len(shards))
        problems = [text for text in found if text]
    if problems:
        verb = "is" if len(problems) == 1 else "are"
        head = f"{len(problems)} of {len(shards)} shards {verb} unusable"
        lines = [f"{head}; make the records again:", *problems]
        raise DataError("\n  ".join(lines))


def _problem(shard: Shard, spec: DatasetSpec | None) -> str | None:
    if not shard.path.is_file():
        return f"{shard.path} is missing"
    found = 0
    try:
        for record in tf.data.TFRecordDataset(os.fsencode(shard.path)):
            if spec is not None and shard.sha256 is None:
                _judge(shard, found, record.numpy(), spec)
            found += 1
    except DataError as error:
        return str(error)
    except tf.errors.OpError:
        return (
            f"{shard.path} is truncated or damaged after {found} of "
            f"{shard.count} samples"
        )
    if found != shard.count:
        return f"{shard.path} holds {found} samples instead of {shard.count}"
    if shard.sha256 is not None and checksum(shard.path) != shard.sha256:
        return f"{shard.path} is another file than the manifest's (SHA-256)"
    return None


def _judge(shard, number, record, spec) -> None:
    place = shard.path.with_name(f"{shard.path.name}[{number}]")
    name, image, label = unpack_record(place, record)
    check_encoded(place.with_name(f"{place.name} ({name})"), image, label, spec)


def verify_records(folder: str | Path) -> Manifest:
    """Reads every shard of every split and compares it with the manifest.

    Without a manifest, each sample is decoded and judged by `classes.txt`.

    Args:
        folder: the folder of the shards.

    Returns:
        What the folder holds.

    Raises:
        DataError: if anything is missing, changed, damaged or left over.
    """
    folder = Path(folder)
    manifest = open_records(folder)
    shards = [s for of_split in manifest.splits.values() for s in of_split]
    check_shards(shards, manifest.spec)
    known = {shard.path.name for shard in shards}
    strange = sorted(
        path.name
        for path in folder.glob("*.tfrecord*")
        if path.name not in known and path.stat().st_size
    )
    if strange:
        raise DataError(
            f"{folder} holds shards that belong to no split: "
            f"{', '.join(strange)}. Remove them or make the records again"
        )
    return manifest
