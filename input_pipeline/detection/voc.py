"""PASCAL VOC's detection, 2007 and 2012 together.

VOCdevkit/VOC2007/Annotations/<name>.xml      boxes
VOCdevkit/VOC2007/JPEGImages/<name>.jpg
VOCdevkit/VOC2007/ImageSets/Main/<split>.txt  one name a line
VOCdevkit/VOC2012/...                         likewise

A split is that of all years that have it; of one year it is "2007/test". Other
data in these folders may have classes of their own.
"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from input_pipeline.annotations.voc_xml import (
    VOCAnnotation,
    VOCObject,
    read_voc_xml,
)
from input_pipeline.datasets.pairing import read_names, refuse_unknown_split
from input_pipeline.datasets.voc_classes import CLASS_NAMES
from input_pipeline.detection.boxes import checked_box
from input_pipeline.detection.detection_objects import (
    DetectionImage,
    DetectionObject,
    DetectionSpec,
    DetectionSplit,
)
from input_pipeline.errors import DataError

VOC_NAMES = CLASS_NAMES[1:]
_LISTS = Path("ImageSets") / "Main"


class VOCDetection:
    """Objects of VOC's XML files.

    Args:
        root: `VOCdevkit`, the folder above, or the folder of one year.
        classes: names to take, in the order of their ids; empty for VOC's 20
            classes, or, where a file has another one, for all that
            `train_split` has, sorted.
        train_split: the split whose classes count.

    Raises:
        DataError: if there is no such folder, or a class is in no file.
    """

    def __init__(
        self,
        root: Path,
        classes: Sequence[str] = (),
        train_split: str = "train",
    ):
        self.root = root
        self._years = years_below(root)
        if not self._years:
            raise DataError(
                f"{root} is not PASCAL VOC's detection: no folder {_LISTS} "
                "beside Annotations, in it, in VOC<year> or VOCdevkit/VOC<year>"
            )
        self._annotations: dict[Path, VOCAnnotation | str] = {}
        self.spec = DetectionSpec(self._classes(classes, train_split))

    @property
    def splits(self) -> tuple[str, ...]:
        """Splits of all years, then of each."""
        own = {
            year: sorted(p.stem for p in (folder / _LISTS).glob("*.txt"))
            for year, folder in self._years.items()
        }
        # Lists such as aeroplane_train.txt tell where the class is.
        whole = {
            year: [n for n in names if n.rpartition("_")[0] not in VOC_NAMES]
            for year, names in own.items()
        }
        together = sorted({name for names in whole.values() for name in names})
        if len(whole) == 1:
            return tuple(together)
        each = [f"{year}/{n}" for year, names in whole.items() for n in names]
        return (*together, *each)

    def read(self, split: str) -> DetectionSplit:
        """Reads a split: a file for each image.

        Raises:
            DataError: if it is not there, or its list is empty.
        """
        images, problems = [], []
        for path in self._read_files(split):
            read = self._annotations[path]
            if isinstance(read, str):
                problems.append(f"{path}: {read}")
                continue
            objects = []
            for number, entry in enumerate(read.objects, start=1):
                try:
                    objects.append(self._object(entry, read, number))
                except ValueError as error:
                    problems.append(f"{path}: object {number}: {error}")
            photograph = path.parent.parent / "JPEGImages" / f"{path.stem}.jpg"
            images.append(
                DetectionImage(
                    path.stem,
                    photograph,
                    read.height,
                    read.width,
                    tuple(o for o in objects if o is not None),
                )
            )
        ids = tuple(range(1, self.spec.num_classes + 1))
        return DetectionSplit(split, tuple(images), ids, tuple(problems))

    def _object(self, entry: VOCObject, image: VOCAnnotation, number: int):
        """An object; None if its class was not asked for."""
        name = entry.name
        if name not in self._ids:
            if self._is_chosen:
                return None
            raise ValueError(
                f"the class {name!r:.40} is none of those that are trained"
            )
        box = checked_box(entry.corners, image.height, image.width)
        return DetectionObject(
            box=box,
            class_id=self._ids[name],
            area=(box[2] - box[0]) * (box[3] - box[1]),
            difficult=entry.is_difficult,
            place=f"object {number}",
        )

    def _classes(self, classes: Sequence[str], split: str) -> tuple[str, ...]:
        self._is_chosen = bool(classes)
        names = tuple(classes) or VOC_NAMES
        if not set(names) <= set(VOC_NAMES) or not self._is_chosen:
            found = self._names_in(split)
            unknown = [name for name in classes if name not in found]
            if unknown:
                raise DataError(
                    f"no object of the split {split!r} of {self.root} is "
                    f"called {unknown[0]!r}. There are: {', '.join(found)}"
                )
            if not self._is_chosen and not set(found) <= set(VOC_NAMES):
                names = tuple(found)
        self._ids = {name: place for place, name in enumerate(names)}
        return names

    def _names_in(self, split: str) -> list[str]:
        """Names of the objects of a split, sorted; broken ones come later."""
        names = set()
        for path in self._read_files(split):
            read = self._annotations[path]
            for entry in () if isinstance(read, str) else read.objects:
                try:
                    names.add(entry.name)
                except ValueError:
                    continue
        return sorted(names)

    def _read_files(self, split: str) -> list[Path]:
        """The XML files of a split, all read."""
        refuse_unknown_split(split, self.splits, self.root)
        paths = self._files(split)
        missing = [path for path in paths if path not in self._annotations]
        with ThreadPoolExecutor(4) as pool:
            read = pool.map(_read, missing)
            self._annotations.update(zip(missing, read, strict=True))
        return paths

    def _files(self, split: str) -> list[Path]:
        year, _, name = split.rpartition("/")
        folders = [self._years[year]] if year else [*self._years.values()]
        found = []
        for folder in folders:
            listed = folder / _LISTS / f"{name}.txt"
            if not listed.is_file():
                continue
            files = [
                folder / "Annotations" / f"{entry}.xml"
                for entry in read_names(listed)
            ]
            # VOC 2012 lists its test images, whose objects nobody has.
            if any(path.is_file() for path in files) or len(folders) == 1:
                found += files
        if not found:
            raise DataError(
                f"{self.root} has no annotations of the split {split!r}"
            )
        return found


def years_below(root: Path) -> dict[str, Path]:
    """The folders of VOC's years, by "2007"; by "" for a folder itself."""
    if (root / _LISTS).is_dir() and (root / "Annotations").is_dir():
        return {root.name.removeprefix("VOC"): root}
    for above in (root, root / "VOCdevkit"):
        found = {
            folder.name.removeprefix("VOC"): folder
            for folder in sorted(above.glob("VOC*"))
            if (folder / _LISTS).is_dir() and (folder / "Annotations").is_dir()
        }
        if found:
            return found
    return {}


def _read(path: Path) -> VOCAnnotation | str:
    try:
        return read_voc_xml(path)
    except ValueError as error:
        return str(error)
