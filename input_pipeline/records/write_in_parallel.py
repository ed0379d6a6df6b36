"""Writes many shards at the same time, and stops all when one fails."""

import os
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import CancelledError, ThreadPoolExecutor
from pathlib import Path

from input_pipeline.records.shard_file import Shard
from input_pipeline.records.shard_job import ShardJob

Progress = Callable[[int, int], None]


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
