"""Opens samples to read them, after the checks that the user asked for."""

import logging
from collections.abc import Sequence

from input_pipeline.check.all_samples import (
    check_samples,
    describe_problems,
    find_problems,
)
from input_pipeline.data_config import DataConfig
from input_pipeline.datasets.spec import DatasetSpec
from input_pipeline.errors import DataError
from input_pipeline.picture_format import ORDINARY, PictureFormat
from input_pipeline.records.check_shards import check_shards
from input_pipeline.records.manifest import Shard
from input_pipeline.sample import SamplePaths
from input_pipeline.sources.file_source import FileSource
from input_pipeline.sources.record_source import RecordSource

logger = logging.getLogger("input_pipeline")


def open_files(
    samples: Sequence[SamplePaths], spec: DatasetSpec, config: DataConfig
) -> FileSource:
    """Opens samples that have files of their own.

    With `on_error="skip"` the files are always checked, whatever `check`
    says: leaving bad samples out beforehand keeps the order of all others
    exact.

    Args:
        samples: images and labels.
        spec: what the labels mean.
        config: says in `check` and `on_error` what to do about bad files.

    Raises:
        DataError: if the files are missing or wrong.
    """
    pictures = config.pictures
    if config.on_error == "skip":
        samples = usable_samples(samples, spec, pictures)
    elif config.check:
        check_samples(samples, spec, pictures)
    return FileSource(samples, spec, pictures=pictures)


def open_shards(
    shards: Sequence[Shard],
    spec: DatasetSpec,
    config: DataConfig,
    pictures: PictureFormat | None = None,
) -> RecordSource:
    """Opens samples that are packed into shards.

    A damaged shard always stops, since what follows the damage in it cannot
    be found.

    Args:
        shards: files of records.
        spec: what the labels mean.
        config: says in `check` and `on_error` whether to read them first.
        pictures: what the images were packed for; None for photographs.

    Raises:
        DataError: if shards are missing or damaged, or were packed for other
            images than `config` asks for.
    """
    wanted = config.pictures
    if pictures is not None and pictures != wanted:
        raise DataError(
            f"{shards[0].path.parent} was packed for images of {pictures}. "
            f"Received: {wanted}. Give {pictures.flags}, or pack the data "
            "set anew"
        )
    if pictures is None and not wanted.is_ordinary:
        pictures = wanted
    if config.check or config.on_error == "skip":
        check_shards(shards, spec)
    return RecordSource(shards, pictures)


def usable_samples(
    samples: Sequence[SamplePaths],
    spec: DatasetSpec,
    pictures: PictureFormat = ORDINARY,
) -> tuple[SamplePaths, ...]:
    """Leaves out the samples that cannot be used, and logs which.

    Raises:
        DataError: if none is left.
    """
    problems = find_problems(samples, spec, pictures)
    if not problems:
        return tuple(samples)
    message = describe_problems(problems, len(samples))
    if len(problems) == len(samples):
        raise DataError(message)
    logger.warning("%s\nThey are left out (on_error='skip')", message)
    return tuple(s for s in samples if s.id not in problems)
