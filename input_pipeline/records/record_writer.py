"""Writer of sharded TFRecords, in parallel and resumable."""

import os
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import CancelledError, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from input_pipeline.annotations.drawing_rules import DrawingRules
from input_pipeline.atomic_files import refuse_used
from input_pipeline.check import check_samples
from input_pipeline.datasets.named_dataset import open_dataset
from input_pipeline.datasets.spec import DatasetSpec
from input_pipeline.errors import DataError
from input_pipeline.picture_format import ORDINARY, PictureFormat
from input_pipeline.records.manifest import (
    Manifest,
    Shard,
    finished_shard,
    read_manifest,
    write_shard,
)
from input_pipeline.records.schema import serialize_sample
from input_pipeline.records.unfinished_work import UnfinishedWork, fingerprint
from input_pipeline.sample import PHOTOGRAPHS, SamplePaths


@dataclass(frozen=True)
class ShardJob:
    """One shard that is to be written.

    Args:
        path: the file.
        receipt: the file that says how the finished shard must be.
        samples: what goes into it, in order.
        spec: what the labels store.
    """

    path: Path
    receipt: Path
    samples: tuple[SamplePaths, ...]
    spec: DatasetSpec

    def finished(self) -> Shard | None:
        """The shard of an earlier run, if its checksum is right."""
        shard = finished_shard(self.path, self.receipt)
        return shard if shard and shard.count == len(self.samples) else None

    def write(self, packed: Callable[[], None]) -> Shard:
        """Writes the shard.

        Args:
            packed: called after each sample. If it raises, nothing is left
                of this shard.
        """

        def records():
            for sample in self.samples:
                yield serialize_sample(sample, self.spec)
                packed()

        return write_shard(self.path, self.receipt, records())


def split_into_jobs(
    work: UnfinishedWork,
    spec: DatasetSpec,
    samples: dict[str, Sequence[SamplePaths]],
    shards: int,
) -> dict[str, list[ShardJob]]:
    """Deals the samples of each split to its shards, in turns.

    Args:
        work: the folder to write into.
        spec: what the labels store.
        samples: those of each split.
        shards: number of files for each split, at most one for each sample.
    """
    jobs = {}
    for split, of_split in samples.items():
        count = min(shards, len(of_split))
        jobs[split] = []
        for number in range(count):
            name = f"{split}-{number:05d}-of-{count:05d}.tfrecord"
            job = ShardJob(
                work.records / name,
                work.receipt(name),
                tuple(of_split[number::count]),
                spec,
            )
            jobs[split].append(job)
    return jobs


Progress = Callable[[int, int], None]


def write_records(
    dataset: str,
    root: str | Path,
    output: str | Path,
    splits: Sequence[str] = ("train", "val"),
    shards: int = 8,
    progress: Callable[[int, int], None] | None = None,
    val_share: float | None = None,
    rules: DrawingRules | None = None,
    pictures: PictureFormat = ORDINARY,
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
        rules: see `open_dataset`.
        pictures: what the images are to become when they are read; packed
            are the files as they are. Defaults to uint8 RGB.

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
    opened = open_dataset(dataset, root, val_share, rules)
    if not opened.random_access:
        raise DataError(f"{root} holds records already; they are not repacked")
    samples = {split: opened.open_split(split).samples for split in splits}
    return write_samples(
        samples, opened.spec, output, shards, progress, pictures=pictures
    )


def write_samples(
    samples: dict[str, Sequence[SamplePaths]],
    spec: DatasetSpec,
    output: Path,
    shards: int = 8,
    progress: Progress | None = None,
    is_checked: bool = False,
    pictures: PictureFormat = ORDINARY,
) -> Manifest:
    """Does what `write_records` does with samples that are listed already.

    Args:
        samples: image and label of each sample, by the name of its split.
        spec: what the labels store.
        output: folder to make; it must not exist or be empty.
        shards: number of files for each split.
        progress: see `write_records`.
        is_checked: whether every file was decoded and checked before.
        pictures: see `write_records`.
    """
    plan = fingerprint(spec, samples, shards)
    if not pictures.is_ordinary:
        plan += f" {pictures}"
    work = UnfinishedWork(output, plan)
    if not work.is_begun() and not is_checked:
        for of_split in samples.values():
            check_samples(of_split, spec, pictures)
    with work.kept():
        work.begin()
        jobs = split_into_jobs(work, spec, samples, shards)
        stated = None if _are_photographs(samples, pictures) else pictures
        _write(work, jobs, spec, progress, stated)
    return read_manifest(output)


def _write(
    work: UnfinishedWork,
    jobs: dict[str, list[ShardJob]],
    spec: DatasetSpec,
    progress: Callable[[int, int], None] | None,
    pictures: PictureFormat | None,
) -> None:
    every = [job for of_split in jobs.values() for job in of_split]
    written = write_in_parallel(every, progress)
    packed = {
        split: tuple(written[job.path] for job in of_split)
        for split, of_split in jobs.items()
    }
    # Packed labels hold class ids, whatever the files stored.
    plain = DatasetSpec(spec.class_names, spec.palette, spec.ignore_label)
    Manifest(plain, packed, pictures).write(work.records)
    work.finish()


def _are_photographs(
    samples: dict[str, Sequence[SamplePaths]], pictures: PictureFormat
) -> bool:
    """Does TensorFlow decode all of them?"""
    return pictures.is_ordinary and all(
        sample.image_path.suffix.lower() in PHOTOGRAPHS
        for of_split in samples.values()
        for sample in of_split
    )


class _Count:
    """Counts packed samples over all threads, until somebody says stop."""

    def __init__(self, total: int, progress: Progress | None):
        self.stop = threading.Event()
        self._lock = threading.Lock()
        self._done, self._total = 0, total
        self._progress = progress

    def add(self, samples: int = 1) -> None:
        if self.stop.is_set():
            raise CancelledError
        with self._lock:
            self._done += samples
            if self._progress:
                self._progress(self._done, self._total)


def write_in_parallel(
    jobs: Sequence[ShardJob], progress: Progress | None = None
) -> dict[Path, Shard]:
    """Writes the shards that are not finished yet.

    Reading, compressing and hashing happen outside of Python's lock, so
    threads are enough.

    Args:
        jobs: shards to write.
        progress: called with the number of samples that are packed, and of
            all. Defaults to None.

    Returns:
        All shards, by their path.
    """
    count = _Count(sum(len(job.samples) for job in jobs), progress)

    def run(job: ShardJob) -> Shard:
        found = job.finished()
        if found:
            count.add(len(job.samples))
            return found
        return job.write(count.add)

    with ThreadPoolExecutor(os.cpu_count()) as pool:
        futures = {job.path: pool.submit(run, job) for job in jobs}
        try:
            return {path: future.result() for path, future in futures.items()}
        except BaseException:  # Ctrl-C too: threads would go on
            count.stop.set()
            pool.shutdown(cancel_futures=True)
            raise
