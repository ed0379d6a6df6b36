"""COCO instances with the file's own categories, in any tree.

annotations/instances_<split>.json      (COCO, CVAT)
<split>/_annotations.coco.json          (Roboflow)
result.json, labels.json, ...           (Label Studio, FiftyOne, SAM, scripts)

Photographs lie beside the file, in `images`, or in folders of a split's name.
"""

import re
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

from input_pipeline.annotations.coco_objects import (
    LISTS,
    BoxOnlyError,
    CocoFile,
    read_coco_file,
    read_regions,
)
from input_pipeline.annotations.drawing_rules import DrawingRules
from input_pipeline.annotations.export import BrokenImage, Export
from input_pipeline.annotations.large_json import first_key, read_ends
from input_pipeline.annotations.photographs import (
    PhotographFinder,
    tool_path,
    unique_names,
)
from input_pipeline.annotations.regions import AnnotatedImage
from input_pipeline.datasets.annotated_dataset import AnnotatedDataset
from input_pipeline.datasets.files_below import files_of_first_place
from input_pipeline.errors import DataError

ROBOFLOW = "_annotations.coco.json"
PLACES = ("annotations/*.json", f"*/{ROBOFLOW}", "*.json", "*/*.json")
_OTHER_TASKS = re.compile(
    "(panoptic|stuff|captions|person_keypoints|image_info)_"
)
_FIRST_KEYS = {"info", "licenses", "images", "annotations", "categories"}
_SPLIT_WORD = re.compile("train|val|test|dev|mini", re.IGNORECASE)
_UNLABELED = re.compile(rb'"info": \{"unlabeled": "(background|ignore)"')
_BEGINNING = 100
_NO_SPLIT = {
    *("annotation", "annotations", "coco", "dataset", "instance"),
    *("instances", "label", "labels", "result", "segmentation", "json"),
}
WINDOW = 2**20
INSTEAD_OF_BOXES = (
    "Export it as segmentation: in Roboflow the format 'COCO Segmentation' of "
    "a segmentation project; in CVAT draw polygons or masks instead of "
    "rectangles, and export as 'COCO 1.0'; in Label Studio draw polygons, or "
    "brush and export as 'JSON'"
)


class COCOInstancesDataset(AnnotatedDataset):
    """Objects of COCO files, drawn with the categories that the files list.

    Categories count by name, so files of several splits may number them in
    other ways. Of objects that cover a pixel the smaller one wins.

    Args:
        root: folder of the export.
        val_share: see `AnnotatedDataset`.
        rules: see `AnnotatedDataset`.

    Raises:
        DataError: if there is no such file, or one is damaged.
    """

    marks = PLACES
    suits = DrawingRules("smaller", "background")
    instead_of_boxes = INSTEAD_OF_BOXES

    @classmethod
    def recognizes(cls, root: Path) -> bool:
        """Whether a folder holds files that look like COCO's, if in part."""
        return bool(find_coco_files(root) or find_coco_files(root, is_part))

    def annotation_files(self) -> Sequence[Path]:
        """The JSON file of each split."""
        return tuple(find_split_files(self.root).values())

    def stated_unlabeled(self) -> str | None:
        """Value of `info.unlabeled`, which we write at the beginning."""
        for path in self.annotation_files():
            with path.open("rb") as file:
                found = _UNLABELED.search(file.read(_BEGINNING))
            if found:
                return found[1].decode()
        return None

    def read(self) -> Export:
        """Reads all files."""
        files = {
            split: read_coco_file(path)
            for split, path in find_split_files(self.root).items()
        }
        names = class_names(list(files.values()))
        splits, broken = {}, []
        for split, file in files.items():
            finder = PhotographFinder(photograph_folders(file.path, self.root))
            splits[split], of_split = read_split(file, split, finder)
            broken += of_split
        return Export(names, splits, broken)


def find_split_files(root: Path) -> dict[str, Path]:
    """The JSON file of each split; "" where there are no splits.

    Raises:
        DataError: if there is none, or two are of one split.
    """
    files = find_coco_files(root)
    # The reader says what they lack.
    files = files or find_coco_files(root, is_part)[:1]
    if not files:
        raise DataError(
            f"{root} holds no file of COCO annotations. They come "
            "as annotations/<name>.json, <split>/_annotations.coco.json "
            "or <name>.json, with `images`, `annotations` and `categories`"
        )
    splits = {}
    for path in files:
        split = _split_of(path, root)
        if split in splits:
            raise DataError(
                f"{splits[split]} and {path} are both of the split "
                f"{split or 'without a name'!r}. Move one of them away"
            )
        splits[split] = path
    if len(splits) == 1 and not _SPLIT_WORD.match(split := [*splits][0]):
        return {"": splits[split]}  # a project's name
    return splits


def find_coco_files(
    root: Path, is_meant: Callable[[Path], bool] | None = None
) -> list[Path]:
    """The files of COCO instances in a folder, of the first place with any.

    Args:
        root: the folder.
        is_meant: decides about a file. By default it is enough to have one
            of the lists beside a file that has them all: half a file is no
            file less.
    """
    decide = is_meant or _has_a_list
    found = files_of_first_place(
        root,
        PLACES,
        lambda path: (
            not _OTHER_TASKS.match(path.name)
            and (is_meant or first_key(path) != "[")
            and first_key(path) in (*_FIRST_KEYS, "[")
            and decide(path)
        ),
    )
    instances = [p for p in found if p.name.startswith("instances_")]
    found = instances or found
    if is_meant is None and not any(map(is_coco, found)):
        return []
    return found


def is_coco(path: Path) -> bool:
    """Whether a JSON file names COCO's lists, near its begin or its end."""
    text = read_ends(path, WINDOW)
    found = [f'"{name}"'.encode() in text for name in LISTS]
    is_whole = path.stat().st_size <= 2 * WINDOW
    return first_key(path) != "[" and (all(found) if is_whole else any(found))


def _has_a_list(path: Path) -> bool:
    text = read_ends(path, WINDOW)
    return any(f'"{name}"'.encode() in text for name in LISTS)


def is_part(path: Path) -> bool:
    """Whether a JSON file has annotations as COCO's, whatever it lacks."""
    text = read_ends(path, WINDOW)
    return b'"image_id"' in text and b'"category_id"' in text


def class_names(files: Sequence[CocoFile]) -> list[str]:
    """All categories by name, in the order of the first file that has each.

    Roboflow's first category is a heading: parent of all others, with no
    annotation of its own.
    """
    parents = {}
    for file in files:
        parents |= {n: p for n, p in file.parents.items() if n not in parents}
    used = Counter(
        file.names.get(entry.get("category_id"))
        for file in files
        for entries in file.by_image.values()
        for _, entry in entries
        if isinstance(entry.get("category_id"), int | str)
    )
    names = list(parents)
    first, *others = names
    is_heading = (
        others
        and parents[first] != first  # then a class has its name too
        and all(parents[name] == first for name in others)
    )
    return others if is_heading and not used[first] else names


def read_split(
    file: CocoFile, split: str, finder: PhotographFinder
) -> tuple[list[AnnotatedImage], list[BrokenImage]]:
    """Reads the images of one file.

    Raises:
        DataError: if its annotations are boxes only.
    """
    images, boxes = [], 0
    broken = [BrokenImage(split, "", reason) for reason in file.orphans]
    for key, image in file.images.items():
        try:
            if isinstance(image, ValueError):
                raise image
            regions = read_regions(file.by_image[key], file.names, image)
            path = tool_path(image.file_name)
            images.append((path, image, regions))
        except ValueError as error:
            boxes += isinstance(error, BoxOnlyError)
            reason = f"{file.path.name}: {error}"
            broken.append(BrokenImage(split, str(key), reason))
    if boxes and not any(regions for _, _, regions in images):
        raise DataError(
            f"{file.path} holds boxes only, no outlines. {INSTEAD_OF_BOXES}"
        )
    names = unique_names([path for path, *_ in images])
    if len(set(names)) < len(names):
        twice = next(name for name in names if names.count(name) > 1)
        raise DataError(
            f"{file.path} has two photographs {twice}, whose folders are not "
            "in this export. Export it with the images"
        )
    found = [
        AnnotatedImage(
            name, finder.find(i.file_name), i.height, i.width, regions
        )
        for name, (_, i, regions) in zip(names, images, strict=True)
    ]
    return found, broken


def photograph_folders(path: Path, root: Path) -> list[Path]:
    """Folders where a file's photographs may lie, the likeliest first."""
    words = path.stem.removeprefix("instances_")
    split = _split_of(path, root)
    names = dict.fromkeys((words, split, f"{split}2017"))
    beside = [path.parent, path.parent / "images", path.parent / "data"]
    is_apart = path.parent == root / "annotations"
    return [
        *([] if is_apart else beside),
        *(root / "images" / name for name in names if name),
        *(root / name for name in names if name),
        root / "images",
        root / "data",
        root,
        *(beside if is_apart else []),
    ]


def _split_of(path: Path, root: Path) -> str:
    """The split that a file's name, or that of its folder, tells."""
    words = [w for w in re.split(r"[_.\- ]+", path.stem) if w]
    kept = [w for w in words if w.lower() not in _NO_SPLIT]
    if not kept and path.parent not in (root, root / "annotations"):
        kept = [path.parent.name]
    split = "_".join(kept)
    return re.sub(r"(?<=[a-z])20\d\d$", "", split) if split else ""
