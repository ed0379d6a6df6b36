"""Data sets that are packed into tables or records, unpacked once.

Photographs and masks are copied as they are into the folder of drawn labels
(`.deeplab-labels`), which needs as much disk as the data set itself; the
folder may be removed at any time.
"""

import dataclasses
import json
import logging
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path

from input_pipeline import check
from input_pipeline.annotations.label_cache_folder import (
    cache_folder,
    content_hash,
)
from input_pipeline.atomic_files import write_atomic
from input_pipeline.counted_nouns import counted_noun
from input_pipeline.datasets.folder import numbered_names, read_folder_spec
from input_pipeline.datasets.mask_export import MaskExportDataset
from input_pipeline.datasets.pairing import SHOWN
from input_pipeline.datasets.spec import DatasetSpec
from input_pipeline.default_palette import default_palette
from input_pipeline.errors import DataError
from input_pipeline.sample import SamplePaths

PHOTOGRAPHS = {b"\xff\xd8\xff": ".jpg", b"\x89PNG": ".png"}
"""Endings of the files by how they begin."""

_WHOLE = "whole.json"
_USUAL = {"validation": "val", "valid": "val"}
_logger = logging.getLogger("input_pipeline")


class PackedDataset(MaskExportDataset):
    """Base: a subclass gives `find_shards`, `read_pairs` and `stated_names`.

    The classes are those that the data set states; else those of
    `classes.txt` and `label_map.json` beside it; else all ids that occur,
    called `class_0`, ...

    Args:
        root: folder of the data set.
        val_share: see `MaskExportDataset`.
        rules: likewise; with `on_error` "skip" damaged pairs are left out.

    Raises:
        DataError: if it is no such data set, or a library is missing.
    """

    def find_shards(self) -> Mapping[str, Sequence[Path]]:
        """The files of each split; "" where there are no splits.

        Raises:
            DataError: if there are none.
        """
        raise NotImplementedError

    def read_pairs(self, path: Path) -> Iterator[tuple]:
        """The bytes of each photograph and its mask; None for what lacks.

        Raises:
            DataError: if the file cannot be read.
        """
        raise NotImplementedError

    def stated_names(self) -> Mapping[int, str]:
        """Class names by the ids of the masks; empty if nothing says them.

        Raises:
            DataError: if their file is damaged.
        """
        return {}

    def list_parts(self) -> Mapping[str, Sequence[SamplePaths]]:
        """The samples of each split, unpacked when they are asked for."""
        shards = self.find_shards()
        return _Unpacked(
            {
                _USUAL.get(split, split): found
                for split, found in shards.items()
            },
            self._unpack,
        )

    def read_spec(self) -> DatasetSpec:
        """The classes; see above."""
        own = read_folder_spec(self.root)
        names = self.stated_names() if own is None else {}
        if own is not None:
            return own
        if not names:
            samples = [s for of in self._parts.values() for s in of]
            count = check.find_num_classes([s.label_path for s in samples])
            return DatasetSpec(numbered_names(count), default_palette(count))
        return _spec_of(names, self.root)

    @cached_property
    def _folder(self) -> Path:
        facts = [type(self).__name__]
        for path in sorted(p for of in self.find_shards().values() for p in of):
            known = path.stat()
            facts.append(f"{path} {known.st_size} {known.st_mtime_ns}")
        return cache_folder(self.root, content_hash(self.root, (), facts))

    def _unpack(
        self, split: str, shards: Sequence[Path]
    ) -> tuple[SamplePaths, ...]:
        folder = self._folder / "unpacked" / (split or "all")
        try:
            kept = json.loads((folder / _WHOLE).read_bytes())
        except (OSError, ValueError):
            kept = self._write_all(folder, shards)
        self._tell(kept["broken"], split)
        return tuple(
            SamplePaths(
                id=name,
                image_path=folder / f"images/{name}{ending}",
                label_path=folder / f"labels/{name}.png",
            )
            for name, ending in kept["samples"]
        )

    def _write_all(self, folder: Path, shards: Sequence[Path]) -> dict:
        try:
            kept = self._write(folder, shards)
            write_atomic(folder / _WHOLE, json.dumps(kept))
        except OSError as error:
            raise DataError(
                f"{folder} cannot be written: {error.strerror or error}. "
                "Pictures are unpacked there, which takes as much disk as the "
                "data set itself"
            ) from error
        return kept

    def _write(self, folder: Path, shards: Sequence[Path]) -> dict:
        samples, broken = [], []
        for shard, path in enumerate(shards):
            for number, (image, label) in enumerate(self.read_pairs(path)):
                name = f"{shard:05d}-{number:06d}"
                try:
                    ending = _ending(image)
                    _refuse_other_masks(label)
                except ValueError as error:
                    broken.append(f"{path.name}: row {number}: {error}")
                    continue
                write_atomic(folder / f"images/{name}{ending}", image)
                write_atomic(folder / f"labels/{name}.png", label)
                samples.append((name, ending))
        return {"samples": samples, "broken": broken}

    def _tell(self, broken: Sequence[str], split: str) -> None:
        if not broken:
            return
        more = "; ..." if len(broken) > SHOWN else ""
        text = (
            f"{self.root}: {counted_noun(len(broken), 'broken row')} in "
            f"{split or 'the data set'!r}: {'; '.join(broken[:SHOWN])}{more}"
        )
        if self.rules.on_error != "skip":
            raise DataError(
                f"{text}. Correct them, or leave them out: --data.on-error skip"
            )
        _logger.warning("%s. They are left out (on_error='skip')", text)


class _Unpacked(Mapping):
    """Samples by split, each split unpacked at the first use."""

    def __init__(self, shards: Mapping[str, Sequence[Path]], unpack):
        self._shards = shards
        self._unpack = unpack

    def __getitem__(self, split: str) -> Sequence[SamplePaths]:
        return self._unpack(split, self._shards[split])

    def __contains__(self, split) -> bool:
        return split in self._shards

    def __iter__(self) -> Iterator[str]:
        return iter(self._shards)

    def __len__(self) -> int:
        return len(self._shards)


def _ending(image) -> str:
    if not isinstance(image, bytes):
        raise ValueError("no photograph in it, or only its path")
    for start, ending in PHOTOGRAPHS.items():
        if image.startswith(start):
            return ending
    raise ValueError("a photograph that is neither JPEG nor PNG")


def _refuse_other_masks(label) -> None:
    if not isinstance(label, bytes):
        raise ValueError("no mask in it, or only its path")
    if not label.startswith(b"\x89PNG"):
        raise ValueError("a mask that is no PNG; JPEG changes ids")


def _spec_of(names: Mapping[int, str], root: Path) -> DatasetSpec:
    kept = {i: name for i, name in names.items() if i != 255}
    try:
        listed = tuple(kept[i] for i in sorted(kept))
        spec = DatasetSpec(listed, default_palette(len(listed)))
        if sorted(kept) == list(range(len(kept))):
            return spec
        pairs = [(stored, i) for i, stored in enumerate(sorted(kept))]
        return dataclasses.replace(spec, label_map=(*pairs, (255, 255)))
    except ValueError as error:
        raise DataError(f"{root}: the classes: {error}") from error
