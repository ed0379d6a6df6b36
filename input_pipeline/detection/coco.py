"""COCO instances as objects: categories of the files, boxes and outlines.

Where the files lie is told in `input_pipeline.datasets.coco_instances`. COCO
itself, drawn streets and what `deeplab convert --to coco` and labelling tools
write are read alike. An annotation may have a box without an outline; then it
trains boxes only.

Source: cocodataset.org, "Data format".
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from input_pipeline.annotations.coco_objects import (
    BoxOnlyError,
    CocoFile,
    CocoImage,
    annotation_place,
    read_coco_file,
    read_outline,
)
from input_pipeline.annotations.draw_regions import draw_outlines
from input_pipeline.annotations.export import USUAL_NAMES
from input_pipeline.annotations.large_json import short
from input_pipeline.annotations.photographs import PhotographFinder
from input_pipeline.annotations.regions import Outline, Polygons
from input_pipeline.datasets.coco_instances import (
    class_names,
    find_split_files,
    photograph_folders,
)
from input_pipeline.datasets.pairing import refuse_unknown_split
from input_pipeline.datasets.train_val_split import (
    TRAIN,
    VAL,
    share_of_train,
    val_names,
)
from input_pipeline.detection.boxes import Box, checked_box
from input_pipeline.detection.detection_objects import (
    DetectionImage,
    DetectionObject,
    DetectionSpec,
    DetectionSplit,
)
from input_pipeline.errors import DataError


class CocoDetection:
    """Objects of COCO files, with the categories that the files list.

    Args:
        root: folder of the data set.
        classes: names of the categories to take, in the order of their ids;
            empty for all, in the order of the files.
        val_share: as `DataConfig.val_share`.

    Raises:
        DataError: if there is no such file, one is damaged, or a class is in
            none.
    """

    def __init__(
        self,
        root: Path,
        classes: Sequence[str] = (),
        val_share: float | None = None,
    ):
        self.root = root
        found = find_split_files(root)
        named = {USUAL_NAMES.get(s.lower(), s): p for s, p in found.items()}
        self._share = share_of_train(named, val_share)
        self._paths = {name or TRAIN: path for name, path in named.items()}
        self._files: dict[str, CocoFile] = {}
        if classes:
            self._refuse_unknown(classes)
        self.spec = DetectionSpec(tuple(classes) or self._all_classes())

    @property
    def splits(self) -> tuple[str, ...]:
        """Names of the splits, sorted."""
        return tuple(sorted({*self._paths, *([VAL] if self._share else [])}))

    def read(self, split: str) -> DetectionSplit:
        """Reads a split.

        Raises:
            DataError: if it is not there, or its file is damaged.
        """
        refuse_unknown_split(split, self.splits, self.root)
        if not self._share or split not in (TRAIN, VAL):
            return self._read(split)
        whole = self._read(TRAIN)
        chosen = val_names([i.path.stem for i in whole], self._share)
        images = tuple(
            image
            for image in whole
            if (image.path.stem in chosen) == (split == VAL)
        )
        return dataclasses.replace(whole, name=split, images=images)

    def _read(self, split: str) -> DetectionSplit:
        file = self._file(split)
        reader = _Reader(file, self.spec, self.root)
        images = [
            reader.image(key, image) for key, image in file.images.items()
        ]
        ids = {name: key for key, name in file.names.items()}
        self._files.pop(split)  # its JSON is large
        return DetectionSplit(
            split,
            tuple(image for image in images if image is not None),
            tuple(ids.get(name, -1) for name in self.spec.class_names),
            (*file.orphans, *reader.problems),
        )

    def _file(self, split: str) -> CocoFile:
        if split not in self._files:
            self._files[split] = read_coco_file(self._paths[split])
        return self._files[split]

    def _all_classes(self) -> tuple[str, ...]:
        return tuple(class_names([self._file(name) for name in self._paths]))

    def _refuse_unknown(self, classes: Sequence[str]) -> None:
        known = self._all_classes()
        for name in classes:
            if name not in known:
                raise DataError(
                    f"{self.root} has no category {name!r}. It has: "
                    f"{', '.join(known)}"
                )


class _Reader:
    """Turns entries into objects, and notes those that cannot be used."""

    def __init__(self, file: CocoFile, spec: DetectionSpec, root: Path):
        self.problems: list[str] = []
        self._file = file
        self._ids = {name: i for i, name in enumerate(spec.class_names)}
        self._finder = PhotographFinder(photograph_folders(file.path, root))

    def image(self, key, image: CocoImage | ValueError):
        """The image of an id; None if its entry is damaged."""
        name = self._file.path.name
        try:
            if isinstance(image, ValueError):
                raise image
            path = self._finder.find(image.file_name)
        except ValueError as error:
            self.problems.append(f"{name}: {short(error)}")
            return None
        objects = []
        for number, entry in self._file.by_image[key]:
            place = annotation_place(number, entry)
            try:
                made = self._object(entry, image, place)
            except ValueError as error:
                self.problems.append(
                    f"{name}: {place} of {image.file_name}: {short(error)}"
                )
                continue
            if made is not None:
                objects.append(made)
        return DetectionImage(
            key, path, image.height, image.width, tuple(objects)
        )

    def _object(self, entry: dict, image: CocoImage, place: str):
        """An object; None if its category was not asked for."""
        category, crowd = entry.get("category_id"), entry.get("iscrowd", 0)
        if not isinstance(category, int | str) or (
            category not in self._file.names
        ):
            raise ValueError(f"category_id {category!r:.40} is not listed")
        if crowd not in (0, 1):
            raise ValueError(f"iscrowd {crowd!r:.40}, which must be 0 or 1")
        class_id = self._ids.get(self._file.names[category])
        if class_id is None:
            return None
        try:
            outline = read_outline(entry, image.height, image.width)
        except BoxOnlyError:
            outline = None
        box = _box(entry, outline, image)
        area = entry.get("area")
        if area is None:
            area = (box[2] - box[0]) * (box[3] - box[1])
        elif type(area) not in (int, float) or not 0 <= area < 1e12:
            raise ValueError(f"an area of {area!r:.40}")
        return DetectionObject(
            box=box,
            class_id=class_id,
            area=float(area),
            crowd=bool(crowd),
            outline=outline,
            place=place,
        )


def _box(entry: dict, outline: Outline | None, image: CocoImage) -> Box:
    """`bbox`; where there is none, that of the outline."""
    found = entry.get("bbox")
    if found is None or found == []:
        if outline is None:
            raise ValueError("neither a box nor an outline")
        return outline_box(outline, image.height, image.width)
    if not isinstance(found, list | tuple) or len(found) != 4:
        raise ValueError(
            f"a bbox that is not [x, y, width, height]: {found!r:.60}"
        )
    x, y, width, height = found
    if any(type(value) not in (int, float) for value in found):
        raise ValueError(
            f"a bbox of something else than numbers: {found!r:.60}"
        )
    corners = (x, y, x + width, y + height)
    return checked_box(corners, image.height, image.width)


def outline_box(outline: Outline, height: int, width: int) -> Box:
    """The box around an outline.

    Raises:
        ValueError: if it covers no pixel of the picture.
    """
    if isinstance(outline, Polygons):
        points = np.concatenate(outline.rings)
        corners = (*points.min(axis=0).tolist(), *points.max(axis=0).tolist())
        return checked_box(corners, height, width)
    (drawn,) = draw_outlines([outline], height, width)
    rows, columns = drawn.mask.any(axis=1), drawn.mask.any(axis=0)
    if not rows.any():
        raise ValueError("an outline that covers no pixel")
    top, left = int(rows.argmax()), int(columns.argmax())
    bottom = len(rows) - int(rows[::-1].argmax())
    right = len(columns) - int(columns[::-1].argmax())
    corners = (
        drawn.left + left,
        drawn.top + top,
        drawn.left + right,
        drawn.top + bottom,
    )
    return checked_box(corners, height, width)
