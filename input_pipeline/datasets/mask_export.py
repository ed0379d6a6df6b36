"""Exports of masks: a picture of ids or colors for each photograph.

The base of the data sets whose classes a file of the export names.
"""

import dataclasses
from collections.abc import Collection, Mapping, Sequence
from functools import cached_property
from pathlib import Path, PurePosixPath

from input_pipeline.annotations.background import background_id
from input_pipeline.annotations.drawing_rules import DrawingRules
from input_pipeline.annotations.regions import inner_path
from input_pipeline.datasets.divided_dataset import RuledDataset
from input_pipeline.datasets.pairing import (
    IMAGE_ENDINGS,
    SHOWN,
    refuse_missing,
)
from input_pipeline.datasets.spec import DatasetSpec
from input_pipeline.datasets.train_val_split import TRAIN
from input_pipeline.errors import DataError
from input_pipeline.file_names import ListedFolders
from input_pipeline.sample import IGNORE_LABEL, SamplePaths


class MaskExportDataset(RuledDataset):
    """Base: a subclass gives `read_spec` and `list_parts`.

    Masks say what each pixel is, so the rule `overlap` says nothing; with
    `unlabeled` "ignore" the background is ignored.

    Args:
        root: folder of the export.
        val_share: see `DividedDataset`.
        rules: see above.

    Raises:
        DataError: if the folder is no such export, or files are damaged.
    """

    def __init__(
        self,
        root: str | Path,
        val_share: float | None = None,
        rules: DrawingRules | None = None,
    ):
        super().__init__(root, val_share, rules)
        self._parts = self.list_parts()

    def read_spec(self) -> DatasetSpec:
        """The classes that the export names, and what its masks hold.

        Raises:
            DataError: if their file is damaged.
        """
        raise NotImplementedError

    def list_parts(self) -> Mapping[str, Sequence[SamplePaths]]:
        """The samples of each split; "" where there are no splits.

        Raises:
            DataError: if files are missing.
        """
        raise NotImplementedError

    @cached_property
    def spec(self) -> DatasetSpec:
        """The classes; without the background where that is ignored."""
        spec = self.read_spec()
        ignores = self.rules.unlabeled == "ignore"
        return without_background(spec) if ignores else spec

    @property
    def stored_splits(self) -> Collection[str]:
        """The splits of `list_parts`."""
        return self._parts

    def stored_samples(self, stored: str) -> Sequence[SamplePaths]:
        """The samples of `list_parts`; raises if files are missing."""
        found = self._parts[stored]
        files = (p for s in found for p in (s.image_path, s.label_path))
        refuse_missing(files, stored or TRAIN)
        return found


def without_background(spec: DatasetSpec) -> DatasetSpec:
    """The same classes but for the background, whose pixels are ignored.

    Args:
        spec: unchanged if it has no background, or nothing else.
    """
    names = spec.class_names
    place = background_id(names)
    if place is None or len(names) == 1:
        return spec
    moved = {place: IGNORE_LABEL, IGNORE_LABEL: IGNORE_LABEL}
    kept = [i for i in range(len(names)) if i != place]
    moved |= {old: new for new, old in enumerate(kept)}
    pairs = spec.label_colors or spec.label_map
    own = [(i, i) for i in (*range(len(names)), IGNORE_LABEL)]
    pairs = tuple((stored, moved[i]) for stored, i in pairs or own)
    which = "label_colors" if spec.label_colors else "label_map"
    return dataclasses.replace(
        spec,
        class_names=tuple(names[i] for i in kept),
        palette=tuple(spec.palette[i] for i in kept),
        **{which: pairs},
    )


def read_lists(folder: Path) -> dict[str, list[str]]:
    """Names of each split: `<split>.txt`, one a line, with folders or not.

    Args:
        folder: of the lists.

    Raises:
        DataError: if one cannot be read, or names something twice or what
            lies elsewhere.
    """
    found = {}
    for path in sorted(folder.glob("*.txt")):
        try:
            lines = path.read_text(encoding="utf-8-sig").splitlines()
            names = [line.strip() for line in lines if line.strip()]
            names = [str(inner_path(name)) for name in names]
        except (OSError, ValueError) as error:
            raise DataError(f"{path} is no list of names: {error}") from error
        if len(set(names)) < len(names):
            twice = next(name for name in names if names.count(name) > 1)
            raise DataError(f"{path} names {twice!r} twice. Remove one of them")
        if names:
            found[path.stem] = names
    return found


def pair_names(
    names: Sequence[str], labels: Path, folders: Sequence[Path], hint: str
) -> tuple[SamplePaths, ...]:
    """The photograph and the mask of each name.

    Args:
        names: without endings.
        labels: folder of the masks, `<name>.png`.
        folders: where photographs may lie, the likeliest first.
        hint: what to do where they are missing.

    Raises:
        DataError: if photographs are missing.
    """
    listed = ListedFolders()
    found = {name: _photograph(name, folders, listed) for name in names}
    missing = [name for name, path in found.items() if path is None]
    if missing:
        more = ", ..." if len(missing) > SHOWN else ""
        raise DataError(
            f"{len(missing)} of {len(names)} photographs are not beside "
            f"{labels}: {', '.join(missing[:SHOWN])}{more}. {hint}"
        )
    return tuple(
        SamplePaths(
            id=name, image_path=path, label_path=_mask(name, labels, listed)
        )
        for name, path in found.items()
        if path is not None
    )


def _photograph(
    name: str, folders: Sequence[Path], listed: ListedFolders
) -> Path | None:
    for folder in folders:
        for ending in IMAGE_ENDINGS:
            path = listed.find(folder, PurePosixPath(f"{name}{ending}"))
            if path is not None:
                return path
    return None


def _mask(name: str, labels: Path, listed: ListedFolders) -> Path:
    file = PurePosixPath(f"{name}.png")
    return listed.find(labels, file) or labels / file
