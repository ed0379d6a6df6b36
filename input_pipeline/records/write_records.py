"""Packs a data set into a few large files, which disks read faster."""

import os
import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path

import tensorflow as tf

from input_pipeline.check import check_samples
from input_pipeline.datasets.open_dataset import open_dataset
from input_pipeline.errors import DataError
from input_pipeline.records.manifest import Manifest, Shard
from input_pipeline.records.schema import serialize_sample
from input_pipeline.sample import SamplePaths


def write_records(
    dataset: str,
    root: str | Path,
    output: str | Path,
    splits: Sequence[str] = ("train", "val"),
    shards: int = 8,
) -> Manifest:
    """Writes sharded TFRecords and `manifest.json` into a new folder.

    Every file is decoded and checked first. The folder appears when it is
    complete. Read it with the data set "records".

    Args:
        dataset: name of the data set to read, not "records" itself.
        root: its folder.
        output: folder to make; it must not exist or be empty.
        splits: names of the splits to write. Defaults to train and val.
        shards: number of files for each split, at most one for each sample.
            Defaults to 8.

    Returns:
        What was written.

    Raises:
        DataError: if files are missing or wrong, or `output` is in use.
    """
    output = Path(output)
    if shards < 1 or not splits or dataset == "records":
        raise DataError(
            "writing records needs shards >= 1, a split and a data set other "
            f"than 'records'. Received: {shards}, {list(splits)}, {dataset!r}"
        )
    if output.exists() and (not output.is_dir() or any(output.iterdir())):
        raise DataError(f"{output} is in use; name a new or empty folder")
    opened = open_dataset(dataset, str(root))
    samples = {split: opened.samples(split) for split in splits}
    for of_split in samples.values():
        check_samples(of_split, opened.spec)
    return _write_folder(output, opened.spec, samples, shards)


def _write_folder(output, spec, samples, shards) -> Manifest:
    output.parent.mkdir(parents=True, exist_ok=True)
    unfinished = Path(tempfile.mkdtemp(prefix=".records-", dir=output.parent))
    try:
        manifest = Manifest(
            spec,
            {
                split: _write_split(unfinished, split, of_split, shards)
                for split, of_split in samples.items()
            },
        )
        manifest.write(unfinished)
        unfinished.chmod(0o755)
        os.replace(unfinished, output)
    except BaseException:
        shutil.rmtree(unfinished, ignore_errors=True)
        raise
    return manifest


def _write_split(
    folder: Path, split: str, samples: Sequence[SamplePaths], shards: int
) -> tuple[Shard, ...]:
    shards = min(shards, len(samples))
    written = []
    for number in range(shards):
        path = folder / f"{split}-{number:05d}-of-{shards:05d}.tfrecord"
        of_shard = samples[number::shards]
        with tf.io.TFRecordWriter(str(path)) as writer:
            for sample in of_shard:
                writer.write(serialize_sample(sample))
        written.append(Shard(path, len(of_shard)))
    return tuple(written)
