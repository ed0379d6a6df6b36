"""COCO 2017 with the classes of PASCAL VOC, in the folders it comes in.

annotations/instances_{train,val}2017.json
{train,val}2017/<name>.jpg
voc_labels/...                              (made here)

Source: Lin et al., "Microsoft COCO", arXiv:1405.0312. COCO's other classes
are background.
"""

from functools import partial
from pathlib import Path

from input_pipeline.datasets.coco_annotations import (
    CocoPicture,
    read_coco_annotations,
)
from input_pipeline.datasets.coco_label import draw_coco_label
from input_pipeline.datasets.label_cache import (
    draw_labels,
    make_folder,
    write_file,
)
from input_pipeline.datasets.name_list import read_names, refuse_missing
from input_pipeline.datasets.split_names import refuse_unknown_split
from input_pipeline.datasets.voc_classes import VOC_SPEC
from input_pipeline.errors import DataError
from input_pipeline.sample import SamplePaths

AREA = 1000
SPLITS = {
    # name: part, area needed by a picture, area needed by an object
    "train": ("train2017", AREA, 0),
    "train_objects": ("train2017", 0, AREA),
    "train_any": ("train2017", 0, 0),
    "val": ("val2017", None, 0),
}


class COCODataset:
    """Photographs of COCO, labeled with the 21 classes of PASCAL VOC.

    Labels are drawn once into `voc_labels`, which takes minutes; a run that
    was killed continues.

    Args:
        root: the folder that holds `annotations` and `train2017` or `val2017`.

    Raises:
        DataError: if these are not there.
    """

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
