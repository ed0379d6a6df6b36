import threading
from dataclasses import dataclass
from pathlib import Path

import pytest

from input_pipeline.records.manifest import Shard
from input_pipeline.records.record_writer import write_in_parallel


@dataclass
class Job:
    path: Path
    done: bool = False
    fails: bool = False
    samples: tuple = (1, 2, 3)

    def finished(self):
        return Shard(self.path, 3, 9, "kept") if self.done else None

    def write(self, packed):
        for _ in self.samples:
            if self.fails:
                raise OSError(28, "full")
            packed()
        self.done = True
        return Shard(self.path, 3, 9, "new")


def jobs(count, **flags):
    return [Job(Path(f"{n}.tfrecord"), **flags) for n in range(count)]


def test_finished_shards_are_kept():
    some = jobs(4)
    some[2].done = True
    shards = write_in_parallel(some)
    assert [shards[job.path].sha256 for job in some] == [
        "new",
        "new",
        "kept",
        "new",
    ]


def test_progress_counts_every_sample_once():
    seen = []
    some = jobs(5)
    some[0].done = True
    write_in_parallel(some, lambda *counts: seen.append(counts))
    assert len(seen) == 13 and sorted(seen)[-1] == (15, 15)


def test_a_failure_stops_the_others():
    begun = threading.Event()

    class Endless(Job):
        def write(self, packed):
            begun.set()
            while True:
                packed()

    class Failing(Job):
        def write(self, packed):
            begun.wait(10)
            raise OSError(28, "full")

    with pytest.raises(OSError, match="full"):
        write_in_parallel([Failing(Path("a")), Endless(Path("b"))])
