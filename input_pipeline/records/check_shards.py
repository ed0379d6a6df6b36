"""Reads shards to their end, to find those that were cut short."""

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

import tensorflow as tf

from input_pipeline.errors import DataError
from input_pipeline.records.manifest import Shard


def check_shards(shards: Sequence[Shard]) -> None:
    """Reads every record and compares the checksums and the counts.

    Raises:
        DataError: if shards are missing, damaged or of another length than
            the manifest says. The message names all of them.
    """
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        problems = [text for text in pool.map(_problem, shards) if text]
    if problems:
        head = f"{len(problems)} of {len(shards)} shards are unusable"
        lines = [f"{head}; make the records again:", *problems]
        raise DataError("\n  ".join(lines))


def _problem(shard: Shard) -> str | None:
    if not shard.path.is_file():
        return f"{shard.path} is missing"
    found = 0
    try:
        for _ in tf.data.TFRecordDataset(str(shard.path)):
            found += 1
    except tf.errors.OpError:
        return (
            f"{shard.path} is truncated or damaged after {found} of "
            f"{shard.count} samples"
        )
    if found != shard.count:
        return f"{shard.path} holds {found} samples instead of {shard.count}"
    return None
