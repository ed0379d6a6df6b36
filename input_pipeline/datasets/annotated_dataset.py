"""Data sets that are drawn from the annotations of a labelling tool.

The export is read in place. Its annotations are drawn once as label PNGs,
which are kept (see `label_cache_folder`), and drawn anew when they change.
"""

import logging
import os
from collections.abc import Collection, Iterable, Sequence
from functools import cached_property, partial
from pathlib import Path
from typing import ClassVar

from input_pipeline.annotations.background import background_id
from input_pipeline.annotations.draw_regions import draw_regions
from input_pipeline.annotations.drawing_processes import (
    Drawing,
    draw_label_files,
)
from input_pipeline.annotations.drawing_rules import DrawingRules
from input_pipeline.annotations.export import Export, with_usual_splits
from input_pipeline.annotations.label_cache_folder import (
    cache_folder,
    content_hash,
)
from input_pipeline.annotations.regions import AnnotatedImage
from input_pipeline.counted_nouns import counted_noun
from input_pipeline.datasets.divided_dataset import RuledDataset
from input_pipeline.datasets.export_index import (
    ExportIndex,
    read_index,
    write_index,
)
from input_pipeline.datasets.pairing import (
    SHOWN,
    beside,
    refuse_missing,
)
from input_pipeline.datasets.spec import DatasetSpec
from input_pipeline.datasets.train_val_split import TRAIN
from input_pipeline.default_palette import default_palette
from input_pipeline.errors import DataError
from input_pipeline.sample import IGNORE_LABEL, SamplePaths

BACKGROUND = "background"
MOST_CLASSES = 254
NO_PHOTOGRAPHS = "Copy them there, or export again with the photographs"
SKIP = "--data.on-error skip (deeplab convert: --on-error skip)"
_logger = logging.getLogger("input_pipeline")


class AnnotatedDataset(RuledDataset):
    """Base of the data sets that are drawn from annotations.

    A subclass gives `marks`, `suits`, `instead_of_boxes`, `annotation_files`
    and `read`, and may give `recognizes`, `facts` and `drawing`.
    The classes are those of the export in its order, after "background" where
    pixels without a region are that.

    Args:
        root: folder of the export.
        val_share: see `DividedDataset`.
        rules: what the annotations leave open; where it says "auto", `suits`
            holds.

    Attributes:
        suits: the rules that suit the format.
        instead_of_boxes: what to do in the tool where all regions are boxes.

    Raises:
        DataError: if the folder is no such export, or its files are damaged.
    """

    suits: ClassVar[DrawingRules] = DrawingRules("later", "background")
    instead_of_boxes: ClassVar[str] = ""

    def __init__(
        self,
        root: str | Path,
        val_share: float | None = None,
        rules: DrawingRules | None = None,
    ):
        super().__init__(root, val_share, rules)
        self._overlap = _settled(self.rules.overlap, self.suits.overlap)
        self._unlabeled = _settled(
            self.rules.unlabeled,
            self.stated_unlabeled() or self.suits.unlabeled,
        )
        facts = type(self).__name__, *self.facts()
        self._fingerprint = content_hash(
            self.root, self.annotation_files(), facts
        )

    @classmethod
    def recognizes(cls, root: Path) -> bool:
        """Whether a folder holds such an export, by its marks."""
        return any(True for mark in cls.marks for _ in root.glob(mark))

    def annotation_files(self) -> Sequence[Path]:
        """The files that labels and splits follow from.

        Raises:
            DataError: if they are not there.
        """
        raise NotImplementedError

    def facts(self) -> Iterable[str]:
        """Facts that labels follow from too, such as names of photographs."""
        return ()

    def stated_unlabeled(self) -> str | None:
        """Meaning of pixels without a region, as the files state it.

        "background" or "ignore", as `deeplab convert` writes it; None where
        they say nothing.
        """
        return None

    def read(self) -> Export:
        """Reads the export; only asked for when its content is new.

        Raises:
            DataError: if a file as a whole is damaged or none of the format.
                What is wrong with one image goes into `Export.broken`.
        """
        raise NotImplementedError

    def drawing(self, image: AnnotatedImage) -> Drawing:
        """Drawing of the label of an image; it can be pickled."""
        return partial(
            draw_regions,
            image,
            self.class_ids,
            self._overlap,
            self.unlabeled_id,
        )

    @cached_property
    def spec(self) -> DatasetSpec:
        """The classes of the export, after the background if it has none."""
        names = list(self._index.class_names)
        if len(names) > MOST_CLASSES:
            raise DataError(
                f"{self.root} has {len(names)} classes; labels of 8 bits hold "
                f"{MOST_CLASSES} and the background. Leave some out in the tool"
            )
        own = self._own_background
        if self._unlabeled == BACKGROUND and own is None:
            names.insert(0, own := BACKGROUND)
        colors = list(default_palette(len(names) - (own is not None)))
        if own is not None:
            colors.insert(names.index(own), (0, 0, 0))
        try:
            return DatasetSpec(tuple(names), tuple(colors))
        except ValueError as error:
            raise DataError(f"{self.root}: {error}") from error

    @property
    def class_ids(self) -> dict[str, int]:
        """Id of each class of the export by its name."""
        return {name: i for i, name in enumerate(self.spec.class_names)}

    @property
    def unlabeled_id(self) -> int:
        """Id of pixels that no region covers."""
        if self._unlabeled == "ignore":
            return IGNORE_LABEL
        return self.class_ids[self._own_background or BACKGROUND]

    @property
    def stored_splits(self) -> Collection[str]:
        """The splits of the export."""
        return self._index.splits

    def broken(self, split: str) -> tuple[str, ...]:
        """Broken annotations: file, id and reason of each.

        Photographs that are not there count, unless all are missing.

        Args:
            split: one of `splits`; where "val" is a part of "train", both
                have what is wrong with all.
        """
        stored = self._stored(split)
        paths = [path for _, path in self._found_now(stored)]
        missing = [path for path in paths if not path.exists()]
        if len(missing) == len(paths):
            missing = []
        return (
            *self._index.broken.get(stored, ()),
            *(
                f"{os.path.relpath(path, self.root)}: this photograph is "
                f"missing{beside(path) if number < SHOWN else ''}"
                for number, path in enumerate(missing)
            ),
        )

    @property
    def boxes(self) -> tuple[int, int]:
        """Number of regions that are rectangles, and of all."""
        return self._index.boxes

    @property
    def _skips(self) -> bool:
        return self.rules.on_error == "skip"

    @cached_property
    def _own_background(self) -> str | None:
        names = self._index.class_names
        class_id = background_id(names)
        return None if class_id is None else names[class_id]

    @cached_property
    def _cache(self) -> Path:
        return cache_folder(self.root, self._fingerprint)

    @cached_property
    def _index(self) -> ExportIndex:
        kept = read_index(self._cache / "index.json", self.root)
        return kept if kept is not None else self._index_anew()

    def _index_anew(self) -> ExportIndex:
        index = ExportIndex.of(self._export)
        write_index(self._cache / "index.json", self.root, index)
        return index

    def _found_now(self, stored: str) -> Sequence[tuple[str, Path]]:
        """Names and photographs of a split, where they lie now."""
        listed = self._index.splits[stored]
        is_kept = "_export" not in vars(self)
        if is_kept and not all(path.exists() for _, path in listed):
            # They were moved since, or were not there yet.
            self._index = self._index_anew()
        return self._index.splits[stored]

    @cached_property
    def _export(self) -> Export:
        export = with_usual_splits(self.read())
        if {"", TRAIN} <= export.splits.keys():
            lone, own = (len(export.splits[name]) for name in ("", TRAIN))
            raise DataError(
                f"{self.root}: {counted_noun(own, 'image')} are of the split "
                f"'train', {lone} of none, which would be 'train', too. Give "
                "all images a split in the tool, or leave one file out"
            )
        return export

    def stored_samples(self, stored: str) -> tuple[SamplePaths, ...]:
        """Draws the labels of a split that are not there yet.

        Raises:
            DataError: if photographs are missing or annotations are broken
                (unless `on_error` is "skip"), or labels cannot be written.
        """
        self._refuse_broken(stored)
        listed = self._there(self._found_now(stored), stored or TRAIN)
        rules = f"{self._overlap}-{self._unlabeled}"
        folder = self._cache / rules / (stored or "all")
        samples = tuple(
            SamplePaths(
                id=name, image_path=path, label_path=folder / f"{name}.png"
            )
            for name, path in listed
        )
        labels = {s.id: s.label_path for s in samples}
        done = folder.with_name(f"{folder.name}.drawn")
        if not done.exists() or not all(p.exists() for p in labels.values()):
            self._draw(stored, labels)
            if hasattr(os, "sync"):
                os.sync()  # else a loss of power leaves empty files
            done.touch()
        return samples

    def _there(
        self, listed: Sequence[tuple[str, Path]], split: str
    ) -> Sequence[tuple[str, Path]]:
        """The images whose photographs are there; all, unless skipped."""
        there = [(name, path) for name, path in listed if path.exists()]
        if len(there) < len(listed):
            try:
                refuse_missing((path for _, path in listed), split)
            except DataError as error:
                if not there:
                    raise DataError(f"{error}. {NO_PHOTOGRAPHS}") from error
                if not self._skips:
                    text = f"{error}. Or leave these images out: {SKIP}"
                    raise DataError(text) from error
                _logger.warning("%s. They are left out", error)
        return there

    def _draw(self, stored: str, labels: dict[str, Path]) -> None:
        images = {i.name: i for i in self._export.splits[stored]}
        draw_label_files(
            {path: self.drawing(images[name]) for name, path in labels.items()}
        )

    def _refuse_broken(self, stored: str) -> None:
        reasons = self._index.broken.get(stored)
        if not reasons:
            return
        left = len(self._index.splits[stored])
        text = describe_broken(reasons, left + len(reasons))
        if not left or not self._skips:
            raise DataError(
                f"{self.root}: {text}. Correct them in the tool and export "
                f"again, or leave these images out: {SKIP}"
            )
        _logger.warning(
            "%s: %s. They are left out (on_error='skip')", self.root, text
        )


def describe_broken(reasons: Sequence[str], total: int) -> str:
    """Counts broken annotations and shows the first."""
    one = len(reasons) == 1
    shown = "; ".join(reasons[:SHOWN]) + ("; ..." if reasons[SHOWN:] else "")
    return (
        f"{len(reasons)} of {counted_noun(total, 'image')} "
        f"{'has a' if one else 'have'} broken annotation{'' if one else 's'}: "
        f"{shown}"
    )


def _settled(asked: str, suits: str) -> str:
    return suits if asked == "auto" else asked
