"""COCO 2017 with the classes of PASCAL VOC, in the folders it comes in.

annotations/instances_{train,val}2017.json
{train,val}2017/<name>.jpg
voc_labels/...                              (made here)

Source: Lin et al., "Microsoft COCO", arXiv:1405.0312. COCO's other classes
are background.
"""

from functools import partial
from pathlib import Path

import numpy as np

from input_pipeline.datasets.coco_annotations import (
    CocoObject,
    CocoPicture,
    read_coco_annotations,
)
from input_pipeline.datasets.dataset import FileDataset
from input_pipeline.datasets.label_cache import (
    draw_labels,
    make_folder,
    write_file,
)
from input_pipeline.datasets.pairing import (
    read_names,
    refuse_missing,
    refuse_unknown_split,
)
from input_pipeline.datasets.voc_classes import VOC_SPEC
from input_pipeline.errors import DataError
from input_pipeline.sample import IGNORE_LABEL, SamplePaths

AREA = 1000
SPLITS = {
    # name: part, area needed by a picture, area needed by an object
    "train": ("train2017", AREA, 0),
    "train_objects": ("train2017", 0, AREA),
    "train_any": ("train2017", 0, 0),
    "val": ("val2017", None, 0),
}


class COCODataset(FileDataset):
    """Photographs of COCO, labeled with the 21 classes of PASCAL VOC.

    Labels are drawn once into `voc_labels`, which takes minutes; a run that
    was killed continues.

    Args:
        root: the folder that holds `annotations` and `train2017` or `val2017`.

    Raises:
        DataError: if these are not there.
    """

    marks = (
        "annotations/instances_train2017.json",
        "annotations/instances_val2017.json",
    )
    spec = VOC_SPEC

    def __init__(self, root: str | Path):
        self.root = Path(root)
        if not self.splits:
            raise DataError(
                f"{self.root} is not COCO 2017: it must hold "
                "annotations/instances_train2017.json and train2017/<name>.jpg "
                "(or the same of val2017)"
            )

    @property
    def splits(self) -> tuple[str, ...]:
        """The splits whose files are there."""
        return tuple(
            split
            for split, (part, *_) in SPLITS.items()
            if (self.root / part).is_dir() and self._source(part).is_file()
        )

    def samples(self, split: str) -> tuple[SamplePaths, ...]:
        """Lists the samples of one split, sorted by name; draws them first.

        Args:
            split: "train" for the pictures whose objects cover more than
                1,000 pixels together, as DeepLabv3 trains; "train_objects"
                with each object below 1,000 pixels ignored, as Vortex Pooling
                trains; "train_any" for all pictures that have an object, as
                GCN trains; "val" for all pictures.

        Raises:
            DataError: if the split is not there, the annotations are damaged,
                pictures are missing or the labels cannot be written.
        """
        refuse_unknown_split(split, self.splits, self.root)
        part, _, smallest = SPLITS[split]
        folder = part + ("_objects" if smallest else "")
        labels = self.root / "voc_labels" / folder
        names = self._drawn(split, labels) or self._draw(split, labels)
        samples = tuple(
            SamplePaths(
                id=name,
                image_path=self.root / part / f"{name}.jpg",
                label_path=labels / f"{name}.png",
            )
            for name in names
        )
        refuse_missing((sample.image_path for sample in samples), split)
        return samples

    def _source(self, part: str) -> Path:
        return self.root / "annotations" / f"instances_{part}.json"

    def _drawn(self, split: str, labels: Path) -> list[str]:
        """The names of a split that was drawn completely before."""
        listed = labels / f"{split}.txt"
        if not listed.is_file():
            return []
        self._check_source(split, labels)
        names = read_names(listed)
        present = {path.stem for path in labels.glob("*.png")}
        return names if present.issuperset(names) else []

    def _draw(self, split: str, labels: Path) -> list[str]:
        part, of_picture, smallest = SPLITS[split]
        pictures = [
            picture
            for picture in read_coco_annotations(self._source(part))
            if _is_kept(picture, of_picture, smallest)
        ]
        if not pictures:
            raise DataError(
                f"{self._source(part)} has no picture for the split {split!r}"
            )
        self._check_source(split, labels)
        draw_labels(
            {
                labels / f"{picture.name}.png": partial(
                    draw_coco_label, picture, smallest
                )
                for picture in pictures
            }
        )
        names = [picture.name for picture in pictures]
        content = "\n".join(names) + "\n"
        write_file(labels / f"{split}.txt", content.encode())
        return names

    def _check_source(self, split: str, labels: Path) -> None:
        """Notes which file the labels are drawn from; refuses another one."""
        source = self._source(SPLITS[split][0])
        now = f"{source.name}, {source.stat().st_size} bytes\n"
        note = labels / "drawn_from"
        if not note.is_file():
            make_folder(labels)
            write_file(note, now.encode())
        elif note.read_text(encoding="utf-8", errors="replace") != now:
            raise DataError(
                f"the labels in {labels} were drawn from another file than "
                f"{source}. Remove that folder to draw them again"
            )


def _is_kept(
    picture: CocoPicture, of_picture: float | None, smallest: float
) -> bool:
    """Does a picture have enough of PASCAL VOC's objects?"""
    if of_picture is None:
        return True
    areas = [o.area for o in picture.objects if o.area >= smallest]
    return bool(areas) and sum(areas) > of_picture


def draw_coco_label(
    picture: CocoPicture, smallest_object: float = 0
) -> np.ndarray:
    """Fills the outlines of all objects.

    Pixels that more than one object covers are ignored: the annotation does
    not say which is in front. So are those of objects that are too small.

    Args:
        picture: what to draw.
        smallest_object: area in pixels below which an object is ignored.

    Returns:
        uint8 ids of shape `(height, width)`: 0 background, 1 to 20 the
        classes of PASCAL VOC, 255 ignored.

    Raises:
        DataError: if pycocotools is not installed.
    """
    # Masks come column by column; on the other order all this takes longer.
    shape = picture.width, picture.height
    label, covered = np.zeros(shape, np.uint8), np.zeros(shape, bool)
    ignored = np.zeros(shape, bool)
    for thing in picture.objects:
        mask = _columns(thing, picture.height, picture.width)
        too_small = thing.area < smallest_object
        ignored |= mask if too_small else covered & mask
        covered |= mask
        np.putmask(label, mask, thing.class_id)
    np.putmask(label, ignored, IGNORE_LABEL)
    return label.T


def _columns(thing: CocoObject, height: int, width: int) -> np.ndarray:
    """The mask of an object, bool of shape `(width, height)`."""
    if thing.counts:
        inside = np.arange(len(thing.counts)) % 2 == 1
        return np.repeat(inside, thing.counts).reshape(width, height)
    try:
        from pycocotools import mask
    except ImportError as error:
        raise DataError(
            "the masks of COCO need pycocotools. Install it with "
            "`pip install pycocotools`"
        ) from error
    polygons = [list(points) for points in thing.polygons]
    runs = mask.merge(mask.frPyObjects(polygons, height, width))
    return mask.decode(runs).T.view(bool)
