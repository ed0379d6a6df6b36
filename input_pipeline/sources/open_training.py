"""Opens what a training epoch visits: images, patches and mixed data sets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from input_pipeline.errors import DataError
from input_pipeline.sources.mixed_source import MixedSource
from input_pipeline.sources.source import Source, SplitSource

if TYPE_CHECKING:
    from input_pipeline.data_config import DataConfig
    from input_pipeline.opened_data import OpenedData


def training_source(data: OpenedData) -> Source:
    """Opens the training split, and the data sets that are mixed into it.

    Raises:
        DataError: if files are missing or wrong, or the data sets of a mix
            have not the same classes.
        ValueError: if the bootstrap names a class that does not exist, or
            records are to be mixed or cut into patches.
    """
    config = data.config
    _refuse_other_classes(data)
    if not data.dataset.random_access:
        config.refuse_sampling()  # "auto" learns only here what it opens
    sources = [_part(part, config) for part in (data, *data.mixed_in)]
    if len(sources) == 1:
        return sources[0]
    weights = [part.weight for part in config.mix.parts]
    return MixedSource(sources, [1.0, *weights])


def _part(part: OpenedData, config: DataConfig) -> SplitSource:
    source = part.source(part.config.train_split).sampled(
        config.bootstrap, config.patches
    )
    if config.service:  # its workers need not see this machine's cache
        return source
    return source.with_label_copies(part.dataset.root)


def _refuse_other_classes(data: OpenedData) -> None:
    for part in data.mixed_in:
        ours, theirs = data.spec.class_names, part.spec.class_names
        if ours != theirs:
            places = data.config.root, part.config.root
            raise DataError(_difference(ours, theirs, *places))


def _difference(ours, theirs, root, added_root) -> str:
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
