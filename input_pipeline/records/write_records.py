"""Packs a data set into a few large files, which disks read faster."""

from collections.abc import Callable, Sequence
from pathlib import Path

from input_pipeline.atomic_files import refuse_used
from input_pipeline.check import check_samples
from input_pipeline.datasets.open_dataset import open_dataset
from input_pipeline.datasets.spec import DatasetSpec
from input_pipeline.errors import DataError
from input_pipeline.records.manifest import Manifest, read_manifest
from input_pipeline.records.shard_job import ShardJob, split_into_jobs
from input_pipeline.records.unfinished_work import UnfinishedWork, fingerprint
from input_pipeline.records.write_in_parallel import write_in_parallel
from input_pipeline.sample import SamplePaths

_Samples = dict[str, Sequence[SamplePaths]]


def write_records(
    dataset: str,
    root: str | Path,
    output: str | Path,
    splits: Sequence[str] = ("train", "val"),
    shards: int = 8,
    progress: Callable[[int, int], None] | None = None,
    val_share: float | None = None,
) -> Manifest:
    """Writes sharded TFRecords and `manifest.json` into a new folder.

    Every file is decoded and checked first. Shards are written at the same
    time into a folder called `output` + ".partial", which gets the name
    `output` when all of them are complete. A run that was stopped is
    continued by the same call: shards whose checksum is right are kept. The
    same data give the same bytes. Read them with the data set "records".

    Args:
        dataset: name of the data set to read, or "auto"; not "records".
        root: its folder.
        output: folder to make; it must not exist or be empty.
        splits: names of the splits to write. Defaults to train and val.
        shards: number of files for each split, at most one for each sample.
            Defaults to 8.
        progress: called with the samples that are written and those that are
            to be, from any thread. Defaults to None.
        val_share: see `open_dataset`.

    Returns:
        What was written.

    Raises:
        DataError: if files are missing or wrong, `output` is in use, or the
            folder of an unfinished run belongs to other data.
    """
    if shards < 1 or not splits or dataset == "records":
        raise DataError(
            "writing records needs shards >= 1, a split and a data set other "
            f"than 'records'. Received: {shards}, {list(splits)}, {dataset!r}"
        )
    output = Path(output)
    refuse_used(output)
    opened = open_dataset(dataset, root, val_share)
    if not hasattr(opened, "samples"):
        raise DataError(f"{root} holds records already; they are not repacked")
    samples = {split: opened.samples(split) for split in splits}
    plan = fingerprint(opened.spec, samples, shards)
    work = UnfinishedWork(output, plan)
    if not work.is_begun():
        for of_split in samples.values():
            check_samples(of_split, opened.spec)
    with work.kept():
        work.begin()
        jobs = split_into_jobs(work, opened.spec, samples, shards)
        _write(work, jobs, opened.spec, progress)
    return read_manifest(output)


def _write(
    work: UnfinishedWork,
    jobs: dict[str, list[ShardJob]],
    spec: DatasetSpec,
    progress: Callable[[int, int], None] | None,
) -> None:
    every = [job for of_split in jobs.values() for job in of_split]
    written = write_in_parallel(every, progress)
    packed = {
        split: tuple(written[job.path] for job in of_split)
        for split, of_split in jobs.items()
    }
    # Packed labels hold class ids, whatever the files stored.
    plain = DatasetSpec(spec.class_names, spec.palette, spec.ignore_label)
    Manifest(plain, packed).write(work.records)
    work.finish()
