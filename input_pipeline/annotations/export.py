"""Export: what a labelling tool's files say, read and checked."""

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from input_pipeline.annotations.regions import AnnotatedImage

USUAL_NAMES = {
    "valid": "val",
    "validation": "val",
    "training": "train",
    "testing": "test",
    "default": "",
    "all": "",
}
"""What splits are called here, by what the tools call them."""


@dataclass(frozen=True)
class BrokenImage:
    """An image whose annotation cannot be used.

    Args:
        split: that it is of, "" where there are no splits.
        name: as `AnnotatedImage.name`.
        reason: the file, the annotation's id and what is wrong with it.
    """

    split: str
    name: str
    reason: str


@dataclass(frozen=True)
class Export:
    """Export of a labeling tool: classes, splits and what is broken.

    Args:
        class_names: in the order of the export, without ignored ones.
        splits: images by split; "" where there are no splits.
        broken: the images that are in no split because they cannot be drawn.
    """

    class_names: Sequence[str]
    splits: Mapping[str, Sequence[AnnotatedImage]]
    broken: Sequence[BrokenImage] = field(default=())


def with_usual_splits(export: Export) -> Export:
    """The export with splits that are called as here, "val" for "valid".

    Also a split of which only broken images are known is among them.
    """
    own = {*export.splits, *(image.split for image in export.broken)}
    names = {split: _usual(split, own) for split in own}
    return Export(
        export.class_names,
        {names[split]: export.splits.get(split, ()) for split in sorted(own)},
        [
            dataclasses.replace(image, split=names[image.split])
            for image in export.broken
        ],
    )


def _usual(split: str, own: set[str]) -> str:
    usual = USUAL_NAMES.get(split.lower(), split)
    alike = [o for o in own if USUAL_NAMES.get(o.lower(), o) == usual]
    return usual if len(alike) == 1 else split
