"""Opens the encoded samples of one split, checked as the user asked."""

import logging
from collections.abc import Sequence

from input_pipeline.check.check_samples import (
    check_samples,
    describe_problems,
    find_problems,
)
from input_pipeline.data_config import DataConfig
from input_pipeline.datasets.records import RecordsDataset
from input_pipeline.datasets.spec import DatasetSpec
from input_pipeline.errors import DataError
from input_pipeline.evenly import evenly
from input_pipeline.records.check_shards import check_shards
from input_pipeline.sample import SamplePaths
from input_pipeline.sources.file_source import FileSource
from input_pipeline.sources.record_source import RecordSource

logger = logging.getLogger("input_pipeline")


def open_source(
    config: DataConfig, split: str, limit: int | None = None
) -> FileSource | RecordSource:
    """Opens one split of the data set that `config` names.

    With `on_error="skip"` the files are always checked, whatever `check`
    says: leaving bad samples out beforehand keeps the order of all others
    exact. A damaged shard always stops, since what follows the damage in it
    cannot be found.

    Args:
        config: names the data set.
        split: which part of it.
        limit: int >= 1, at most so many files, spread evenly; only they are
            checked. Records are opened whole. Defaults to None: all.

    Raises:
        DataError: if the files are missing or wrong.
    """
    dataset = config.open()
    if isinstance(dataset, RecordsDataset):
        shards = dataset.shards(split)
        if config.check or config.on_error == "skip":
            check_shards(shards, dataset.spec)
        return RecordSource(shards)
    samples = dataset.samples(split)
    samples = tuple(samples[place] for place in evenly(len(samples), limit))
    if config.on_error == "skip":
        samples = usable_samples(samples, dataset.spec)
    elif config.check:
        check_samples(samples, dataset.spec)
    return FileSource(samples, dataset.spec)


def usable_samples(
    samples: Sequence[SamplePaths], spec: DatasetSpec
) -> tuple[SamplePaths, ...]:
    """Leaves out the samples that cannot be used, and logs which.

    Raises:
        DataError: if none is left.
    """
    problems = find_problems(samples, spec)
    if not problems:
        return tuple(samples)
    message = describe_problems(problems, len(samples))
    if len(problems) == len(samples):
        raise DataError(message)
    logger.warning("%s\nThey are left out (on_error='skip')", message)
    return tuple(s for s in samples if s.id not in problems)
