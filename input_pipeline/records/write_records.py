"""Packs a data set into a few large files, which disks read faster."""

from collections.abc import Sequence
from pathlib import Path

import tensorflow as tf

from input_pipeline.check import check_samples
from input_pipeline.datasets.open_dataset import open_dataset
from input_pipeline.datasets.spec import DatasetSpec
from input_pipeline.errors import DataError
from input_pipeline.new_folder import new_folder, refuse_used
from input_pipeline.records.manifest import Manifest, Shard, read_manifest
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
    if shards < 1 or not splits or dataset == "records":
        raise DataError(
            "writing records needs shards >= 1, a split and a data set other "
            f"than 'records'. Received: {shards}, {list(splits)}, {dataset!r}"
        )
    refuse_used(Path(output))
    opened = open_dataset(dataset, str(root))
    samples = {split: opened.samples(split) for split in splits}
    for of_split in samples.values():
        check_samples(of_split, opened.spec)
    with new_folder(output) as folder:
        packed = {
            split: _write_split(folder, split, of_split, shards, opened.spec)
            for split, of_split in samples.items()
        }
        Manifest(opened.spec, packed).write(folder)
    return read_manifest(Path(output))


def _write_split(
    folder: Path,
    split: str,
    samples: Sequence[SamplePaths],
    shards: int,
    spec: DatasetSpec,
) -> tuple[Shard, ...]:
    shards = min(shards, len(samples))
    written = []
    for number in range(shards):
        path = folder / f"{split}-{number:05d}-of-{shards:05d}.tfrecord"
        of_shard = samples[number::shards]
        with tf.io.TFRecordWriter(str(path)) as writer:
            for sample in of_shard:
                writer.write(serialize_sample(sample, spec))
        written.append(Shard(path, len(of_shard)))
    return tuple(written)
