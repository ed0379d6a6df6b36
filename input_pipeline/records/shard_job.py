"""The samples that go into one shard, and where it is written."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from input_pipeline.datasets.spec import DatasetSpec
from input_pipeline.records.schema import serialize_sample
from input_pipeline.records.shard_file import Shard, finished_shard, write_shard
from input_pipeline.records.unfinished_work import UnfinishedWork
from input_pipeline.sample import SamplePaths


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
