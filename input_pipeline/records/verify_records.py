"""Looks whether packed records are still as they were written."""

from pathlib import Path

from input_pipeline.errors import DataError
from input_pipeline.records.check_shards import check_shards
from input_pipeline.records.manifest import Manifest
from input_pipeline.records.open_records import open_records


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
