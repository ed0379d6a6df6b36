"""Opens what a training epoch visits: images, patches and mixed data sets."""

import dataclasses
import logging

from input_pipeline.data_config import DataConfig
from input_pipeline.datasets.open_dataset import open_dataset
from input_pipeline.errors import DataError
from input_pipeline.sampling.visits import plan_visits
from input_pipeline.sources.file_source import FileSource
from input_pipeline.sources.mixed_source import MixedSource
from input_pipeline.sources.open_source import open_source
from input_pipeline.sources.record_source import RecordSource

logger = logging.getLogger("input_pipeline")

Source = FileSource | MixedSource | RecordSource


def open_training(config: DataConfig) -> Source:
    """Opens the training split, and the data sets that are mixed into it.

    Raises:
        DataError: if files are missing or wrong, or the data sets of a mix
            have not the same classes.
        ValueError: if the bootstrap names a class that does not exist, or
            records are to be mixed or cut into patches.
    """
    _refuse_other_classes(config)
    main = open_source(config, config.train_split)
    if isinstance(main, RecordSource):
        _refuse_for_records(config)
        return main
    sources = [_sampled(config, main)]
    for part in config.mix.parts:
        added = dataclasses.replace(
            config, dataset=part.dataset, root=part.root
        )
        sources.append(_sampled(config, open_source(added, part.split)))
    if len(sources) == 1:
        return sources[0]
    weights = [part.weight for part in config.mix.parts]
    return MixedSource(sources, [1.0, *weights])


def _refuse_for_records(config: DataConfig) -> None:
    # A config that names "records" says so itself; "auto" learns it here.
    chosen = config.bootstrap.classes or config.patches or config.mix
    if chosen:
        dataclasses.replace(config, dataset="records")


def _sampled(config: DataConfig, source: FileSource) -> FileSource:
    if not (config.bootstrap.classes or config.patches):
        return source
    visits = plan_visits(
        source.samples, source.spec, config.bootstrap, config.patches
    )
    logger.info(
        "an epoch makes %d visits to %d images",
        len(visits),
        len(source.samples),
    )
    return source.visiting(visits)


def _refuse_other_classes(config: DataConfig) -> None:
    if not config.mix:
        return
    ours = config.open().spec.class_names
    for part in config.mix.parts:
        theirs = open_dataset(
            part.dataset, part.root, config.val_share
        ).spec.class_names
        if ours != theirs:
            raise DataError(_difference(config.root, ours, part.root, theirs))


def _difference(root, ours, added_root, theirs) -> str:
    count = max(len(ours), len(theirs))
    first = next(i for i in range(count) if ours[i:][:1] != theirs[i:][:1])
    return (
        f"data sets that are mixed must have the same classes in the same "
        f"order. Class {first} is {_name(ours, first)} in {root} and "
        f"{_name(theirs, first)} in {added_root} ({len(ours)} and "
        f"{len(theirs)} classes)"
    )


def _name(names: tuple[str, ...], place: int) -> str:
    return repr(names[place]) if place < len(names) else "missing"
