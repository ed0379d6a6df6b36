"""COCO panoptic: a PNG of segment ids for each photograph, and a JSON file.

annotations/panoptic_<split>.json       (or in the root)
annotations/panoptic_<split>/<name>.png (or in the root, or a folder `masks`)
<split>/<name>.jpg                      (or in images/<split>, or beside)

Things and stuff alike are classes; void pixels are ignored.
"""

from collections.abc import Iterable, Sequence
from functools import cached_property, partial
from pathlib import Path

from input_pipeline.annotations.coco_objects import (
    CocoFile,
    CocoImage,
    read_coco_file,
)
from input_pipeline.annotations.drawing_processes import Drawing
from input_pipeline.annotations.drawing_rules import DrawingRules
from input_pipeline.annotations.export import BrokenImage, Export
from input_pipeline.annotations.panoptic_png import (
    MOST_ID,
    PanopticImage,
    draw_panoptic,
)
from input_pipeline.annotations.photographs import (
    PhotographFinder,
    tool_path,
    unique_names,
)
from input_pipeline.annotations.regions import inner_path
from input_pipeline.datasets.annotated_dataset import AnnotatedDataset
from input_pipeline.datasets.coco_instances import (
    class_names,
    photograph_folders,
)
from input_pipeline.errors import DataError
from input_pipeline.file_names import ListedFolders

PREFIX = "panoptic_"


class COCOPanopticDataset(AnnotatedDataset):
    """Segments of COCO's panoptic files, with the file's categories.

    Args:
        root: folder that holds `annotations`, or the files themselves.
        val_share: see `AnnotatedDataset`.
        rules: `overlap` says nothing here, since segments do not overlap;
            void pixels are ignored unless `unlabeled` is "background".

    Raises:
        DataError: if the files are not there, or damaged.
    """

    marks = (f"annotations/{PREFIX}*.json", f"{PREFIX}*.json")
    suits = DrawingRules("later", "ignore")

    @cached_property
    def _files(self) -> dict[str, Path]:
        found = [p for mark in self.marks for p in sorted(self.root.glob(mark))]
        if not found:
            raise DataError(
                f"{self.root} holds no {self.marks[0]}: COCO panoptic comes "
                "as annotations/panoptic_train2017.json with a folder of PNG "
                "files of the same name"
            )
        return {_split_of(path): path for path in found}

    @cached_property
    def _listed(self) -> ListedFolders:
        return ListedFolders()

    @cached_property
    def _png_folders(self) -> dict[str, Path]:
        return {s: self._png_folder(p) for s, p in self._files.items()}

    def _png_folder(self, path: Path) -> Path:
        places = [path.with_suffix(""), self.root / path.stem]
        for folder in (*places, path.parent / "masks"):
            if folder.is_dir():
                return folder
        raise DataError(
            f"{path} needs its folder of PNG files, {places[0]}. Unpack "
            f"{path.stem}.zip there"
        )

    def annotation_files(self) -> Sequence[Path]:
        """The JSON file of each split."""
        return tuple(self._files.values())

    def facts(self) -> Iterable[str]:
        """Name, size and time of each PNG; hashing all would take minutes."""
        for folder in self._png_folders.values():
            for path in sorted(folder.rglob("*.png")):
                facts = path.stat()
                name = path.relative_to(folder)
                yield f"{name} {facts.st_size} {facts.st_mtime_ns}"

    def drawing(self, image: PanopticImage) -> Drawing:
        """Drawing of the segments of an image."""
        return partial(draw_panoptic, image, self.class_ids, self.unlabeled_id)

    def read(self) -> Export:
        """Reads all files."""
        files = {s: read_coco_file(path) for s, path in self._files.items()}
        splits, broken = {}, []
        for split, file in files.items():
            splits[split], of_split = self._read_split(file, split)
            broken += of_split
        return Export(class_names(list(files.values())), splits, broken)

    def _read_split(self, file: CocoFile, split: str):
        folders = photograph_folders(file.path, self.root)
        named = file.path.stem.removeprefix(PREFIX)
        places = [self.root / "images" / named, self.root / named]
        finder = PhotographFinder([*places, *folders])
        found, broken = [], [BrokenImage(split, "", o) for o in file.orphans]
        for key, image in file.images.items():
            try:
                if isinstance(image, ValueError):
                    raise image
                entry = _only(file.by_image[key])
                name = inner_path(entry.get("file_name"))
                png = self._listed.find(self._png_folders[split], name)
                segments = read_segments(entry, file.names)
                if png is None:
                    place = self._png_folders[split] / name
                    raise ValueError(f"{place} is not there")
                path = finder.find(image.file_name)
                found.append((image, path, png, segments))
            except ValueError as error:
                reason = f"{file.path.name}: image id {key!r:.40}: {error}"
                broken.append(BrokenImage(split, str(key), reason))
        return _as_images(found), broken


def _as_images(
    found: list[tuple[CocoImage, Path, Path, dict]],
) -> list[PanopticImage]:
    names = unique_names([tool_path(image.file_name) for image, *_ in found])
    return [
        PanopticImage(name, path, i.height, i.width, png=png, segments=segments)
        for name, (i, path, png, segments) in zip(names, found, strict=True)
    ]


def read_segments(entry: dict, names: dict) -> dict[int, str]:
    """Reads `segments_info`: class name by segment id.

    Args:
        entry: of `annotations`.
        names: class name by category id.

    Raises:
        ValueError: if it is damaged.
    """
    listed = entry.get("segments_info")
    if not isinstance(listed, list):
        raise ValueError("it has no list `segments_info`")
    found: dict[int, str] = {}
    for segment in listed:
        key = segment.get("id") if isinstance(segment, dict) else None
        if type(key) is not int or not 1 <= key <= MOST_ID or key in found:
            raise ValueError(f"a segment with the id {key!r:.40}")
        category = segment.get("category_id")
        if type(category) not in (int, str) or category not in names:
            raise ValueError(
                f"segment id {key}: category_id {category!r:.40} is not listed"
            )
        found[key] = names[category]
    return found


def _only(entries: list[tuple[int, dict]]) -> dict:
    if len(entries) != 1:
        raise ValueError(f"{len(entries)} annotations instead of one")
    return entries[0][1]


def _split_of(path: Path) -> str:
    return path.stem.removeprefix(PREFIX).removesuffix("2017")
