"""Objects of images: box, class and outline of each, and a split of them.

Boxes are `(x1, y1, x2, y2)` in pixels of the photograph as it stands upright,
continuous: pixel j covers j..j+1, so x2 - x1 is the width.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np

from input_pipeline.annotations.regions import Outline
from input_pipeline.default_palette import MAX_COLORS, Palette, default_palette

EMPTY = -1
"""Class of the empty places in padded arrays."""


@dataclass(frozen=True)
class DetectionSpec:
    """Classes of objects in the order of their ids; none is the background.

    Attributes:
        class_names: different from each other.
    """

    class_names: tuple[str, ...]

    @property
    def num_classes(self) -> int:
        """Number of classes."""
        return len(self.class_names)

    @cached_property
    def palette(self) -> Palette:
        """A color of each class; from the 257th on they begin anew."""
        colors = default_palette(min(self.num_classes, MAX_COLORS))
        return tuple(colors[i % len(colors)] for i in range(self.num_classes))


@dataclass(frozen=True, eq=False)
class DetectionObject:
    """Object of a photograph, with its box, class and outline.

    Attributes:
        box: as the annotation has it; see above.
        class_id: 0 or more.
        area: pixels of its mask, or of its box where it has none.
        crowd: several objects in one, as `iscrowd` of COCO.
        difficult: as VOC marks what need not be found.
        outline: which pixels it covers; None where only the box is known.
        place: words for messages, such as "annotation id 7".
    """

    box: tuple[float, float, float, float]
    class_id: int
    area: float
    crowd: bool = False
    difficult: bool = False
    outline: Outline | None = None
    place: str = ""

    @property
    def ignored(self) -> bool:
        """Whether it is neither to be found nor wrong to find."""
        return self.crowd or self.difficult

    @property
    def is_flat(self) -> bool:
        """Whether a side of the box is shorter than a pixel."""
        x1, y1, x2, y2 = self.box
        return x2 - x1 < 1 or y2 - y1 < 1


@dataclass(frozen=True, eq=False)
class DetectionImage:
    """A photograph and its objects.

    Attributes:
        id: as the data set has it, for results files.
        path: of the photograph.
        height, width: of it, upright, in pixels.
        objects: may be empty.
    """

    id: int | str
    path: Path
    height: int
    width: int
    objects: tuple[DetectionObject, ...] = ()

    @property
    def is_wide(self) -> bool:
        """Whether it is wider than high."""
        return self.width > self.height

    @property
    def has_targets(self) -> bool:
        """Whether there is something to be found in it."""
        return any(not o.ignored and not o.is_flat for o in self.objects)

    @cached_property
    def boxes(self) -> np.ndarray:
        """Boxes of all objects, float32 `(objects, 4)`."""
        boxes = [o.box for o in self.objects]
        return np.array(boxes, np.float32).reshape(-1, 4)

    @cached_property
    def classes(self) -> np.ndarray:
        """Classes of all objects, int32 `(objects,)`."""
        return np.array([o.class_id for o in self.objects], np.int32)


@dataclass(frozen=True, eq=False)
class DetectionSplit:
    """The images of a split, and what could not be used of its files.

    Attributes:
        name: of the split.
        images: in the order of the files.
        category_ids: the data set's own id of each class, for results files.
        problems: what is wrong: file, which annotation, reason.
    """

    name: str
    images: tuple[DetectionImage, ...]
    category_ids: tuple[int | str, ...]
    problems: tuple[str, ...] = ()

    def __len__(self) -> int:
        return len(self.images)

    def __iter__(self):
        return iter(self.images)

    def __getitem__(self, place: int) -> DetectionImage:
        return self.images[place]
