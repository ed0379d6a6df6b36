"""Unfinished work of a run that writes records, kept to be continued."""

import hashlib
import json
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from input_pipeline.atomic_files import atomic_file, publish
from input_pipeline.datasets.spec import DatasetSpec
from input_pipeline.draft_folder import sweep
from input_pipeline.errors import DataError
from input_pipeline.sample import SamplePaths


@dataclass(frozen=True)
class UnfinishedWork:
    """A visible folder beside the output: the output's name + ".partial".

    Args:
        output: the folder that will hold the records.
        plan: fingerprint of what is to be done.
    """

    output: Path
    plan: str

    @property
    def folder(self) -> Path:
        """Holds the plan, the receipts and the records."""
        return self.output.with_name(self.output.name + ".partial")

    @property
    def records(self) -> Path:
        """The folder that becomes the output."""
        return self.folder / "records"

    def receipt(self, shard: str) -> Path:
        """Path of the receipt of a shard."""
        return self.folder / "receipts" / f"{shard}.json"

    def is_begun(self) -> bool:
        """Has an earlier run begun the same work?

        Raises:
            DataError: if another work was begun in the folder.
        """
        if not self.folder.exists():
            return False
        try:
            found = json.loads(self._plan_file.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            found = None
        if found != self.plan:
            raise DataError(
                f"{self.folder} was begun from other files or with other "
                "options. Remove it, or name another output"
            )
        return True

    def begin(self) -> None:
        """Makes the folder and notes the plan, unless that was done."""
        for folder in (self.records, self.receipt("").parent):
            folder.mkdir(parents=True, exist_ok=True)
        with atomic_file(self._plan_file) as unfinished:
            unfinished.write_text(json.dumps(self.plan), encoding="utf-8")

    def finish(self) -> None:
        """Gives the complete records their name, and forgets the rest."""
        sweep(self.records)
        publish(self.records, self.output)
        shutil.rmtree(self.folder, ignore_errors=True)

    @contextmanager
    def kept(self) -> Iterator[None]:
        """Says how to go on when the disk is full, and the like."""
        try:
            yield
        except OSError as error:
            raise DataError(
                f"{self.output} cannot be written: "
                f"{error.strerror or error}. Finished shards are kept in "
                f"{self.folder}; the same command goes on from there"
            ) from error

    @property
    def _plan_file(self) -> Path:
        return self.folder / "plan.json"


def fingerprint(
    spec: DatasetSpec, samples: dict[str, Sequence[SamplePaths]], shards: int
) -> str:
    """Changes when the classes, a file or the number of shards changes.

    Files count by name, size and time of change, not by content.
    """
    digest = hashlib.sha256(repr((spec, shards)).encode())
    for split, of_split in samples.items():
        digest.update(repr((split, len(of_split))).encode())
        for sample in of_split:
            digest.update(repr((sample.id, *_seen(sample))).encode())
    return digest.hexdigest()


def _seen(sample: SamplePaths) -> list[tuple]:
    return [_facts(f) for f in (sample.image_path, sample.label_path)]


def _facts(path: Path) -> tuple:
    try:
        stat = path.stat()
    except OSError:  # the check of all files says it better
        return (path.name,)
    return path.name, stat.st_size, stat.st_mtime_ns
