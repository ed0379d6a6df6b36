"""Objects of COCO's JSON: categories, images and annotations, checked.

Categories count by their names: ids have gaps, and tools number them anew in
each file. Several polygons of an annotation are one object, their union. A
crowd (`iscrowd` 1) is of its class too, and lies under the others; CVAT marks
so what was painted with a brush.

Sources: cocodataset.org, "Data format"; CVAT writes through datumaro
(`datumaro/plugins/coco_format/converter.py`).
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from input_pipeline.annotations.class_label import class_label
from input_pipeline.annotations.large_json import read_annotations, short
from input_pipeline.annotations.regions import (
    Outline,
    Region,
    polygons,
    run_lengths,
    side,
    wide_margin,
)
from input_pipeline.annotations.run_lengths import decompress
from input_pipeline.errors import DataError

LISTS = {
    "images": "names and sizes of the photographs",
    "annotations": "outlines",
    "categories": "names of the classes",
}
"""What each list of a file holds."""

UNDER_OTHERS = -1


class BoxOnlyError(ValueError):
    """An annotation has a box, but no outline."""


@dataclass(frozen=True)
class CocoImage:
    """An entry of `images`: its name as the file has it, and its size."""

    file_name: str
    height: int
    width: int


@dataclass(frozen=True)
class CocoFile:
    """A file of COCO's annotations, its lists found and its ids unique.

    Args:
        path: of the file.
        names: class name by category id.
        parents: super-category by class name.
        images: entries by id; with a ValueError for one that is damaged.
        by_image: entries of `annotations` by image id.
        orphans: what is wrong with entries that belong to no image.
    """

    path: Path
    names: dict
    parents: dict[str, str]
    images: dict[object, CocoImage | ValueError]
    by_image: dict[object, list[tuple[int, dict]]]
    orphans: list[str]


def read_coco_file(path: Path) -> CocoFile:
    """Reads a file of COCO's annotations as far as all images share it.

    Raises:
        DataError: if it is damaged, or none of COCO's.
    """
    content = read_annotations(path)
    try:
        refuse_incomplete(content)
        names, parents = _categories(content["categories"])
        images = _images(content["images"])
    except ValueError as error:
        raise DataError(
            f"{path} is no file of COCO annotations: {short(error)}. "
            f"{_cure(content)}"
        ) from error
    by_image: dict = {key: [] for key in images}
    orphans = []
    for number, entry in enumerate(content["annotations"], 1):
        key = entry.get("image_id") if isinstance(entry, dict) else None
        if _is_id(key) and key in by_image:
            by_image[key].append((number, entry))
        else:
            place = f"{path.name}: {annotation_place(number, entry)}"
            orphans.append(f"{place}: of no image, image_id {key!r:.40}")
    return CocoFile(path, names, parents, images, by_image, orphans)


def read_regions(
    entries: list[tuple[int, dict]],
    names: dict,
    image: CocoImage,
    outline_of: Callable | None = None,
) -> tuple[Region, ...]:
    """Reads the annotations of one image.

    Args:
        entries: number and entry of each.
        names: class name by category id.
        image: what they were drawn on.
        outline_of: reads an entry's outline; `read_outline` by default.

    Raises:
        BoxOnlyError: if one has no outline.
        ValueError: if one is damaged; says which and what.
    """
    regions = []
    for number, entry in entries:
        place = annotation_place(number, entry)
        try:
            category = entry.get("category_id")
            if not _is_id(category) or category not in names:
                raise ValueError(f"category_id {category!r:.40} is not listed")
            crowd = entry.get("iscrowd", 0)
            if crowd not in (0, 1):
                raise ValueError(f"iscrowd {crowd!r:.40}, which must be 0 or 1")
            outline = (outline_of or read_outline)(
                entry, image.height, image.width
            )
        except ValueError as error:
            raise type(error)(f"{place}: {short(error)}") from error
        under = UNDER_OTHERS if crowd else 0
        regions.append(Region(names[category], outline, place, z_order=under))
    return tuple(regions)


def read_outline(entry: dict, height: int, width: int) -> Outline:
    """Reads `segmentation`: polygons, or run lengths as list or text.

    Raises:
        BoxOnlyError: if there is none.
        ValueError: if it is damaged.
    """
    found = entry.get("segmentation")
    if found is None or found == []:
        raise BoxOnlyError("a box without an outline")
    if not isinstance(found, dict):
        margin = wide_margin(height, width)
        return polygons(found, height, width, margin=margin)
    size, counts = found.get("size"), found.get("counts")
    if size != [height, width]:
        raise ValueError(
            f"run lengths of the size {size!r:.40} for a picture of "
            f"[{height}, {width}] (height, width)"
        )
    if isinstance(counts, str):
        counts = decompress(counts)
    return run_lengths(counts, height, width)


def annotation_place(number: int, entry) -> str:
    """Place of an annotation, for messages."""
    own = entry.get("id") if isinstance(entry, dict) else None
    if own is None:
        return f"annotation number {number}"
    return f"annotation id {own!r:.40}"


def refuse_incomplete(content) -> None:
    """Raises ValueError unless a file's content has all of COCO's lists."""
    if _is_results(content):
        raise ValueError(
            "it is a list of results (image_id, category_id, score), without "
            "`images` and `categories`"
        )
    if not isinstance(content, dict):
        raise ValueError("it is no object with `images`")
    for key, what in LISTS.items():
        if not isinstance(content.get(key), list):
            raise ValueError(f"it has no list `{key}`, which holds {what}")


def _is_results(content) -> bool:
    first = content[0] if isinstance(content, list) and content else None
    return isinstance(first, dict) and {"image_id", "category_id"} <= {*first}


def _cure(content) -> str:
    if _is_results(content):
        return (
            "Join it with the file that it was made for: "
            "pycocotools' COCO(annotations).loadRes(results).dataset is such "
            "a file, to be saved as JSON"
        )
    return "Export it again as COCO"


def _categories(entries: list) -> tuple[dict, dict[str, str]]:
    names, parents = {}, {}
    for entry in entries:
        key = entry.get("id") if isinstance(entry, dict) else None
        name = entry.get("name") if isinstance(entry, dict) else None
        if not _is_id(key):
            raise ValueError(f"a category without an id: {entry!r:.60}")
        name, parent = class_label(name), entry.get("supercategory")
        if key in names:
            raise ValueError(f"two categories have the id {key!r:.40}")
        if name in parents and not _heads_itself(name, parent, names):
            raise ValueError(f"two categories have the name {name!r:.40}")
        names[key] = name
        parents[name] = parent if isinstance(parent, str) else ""
    if not names:
        raise ValueError("it lists no category")
    return names, parents


def _heads_itself(name: str, parent, names: dict) -> bool:
    """Roboflow's heading may have the name of a class, which is below it."""
    return parent == name and list(names.values()) == [name]


def _images(entries: list) -> dict:
    images, seen = {}, set()
    for number, entry in enumerate(entries, 1):
        key = entry.get("id") if isinstance(entry, dict) else None
        if not _is_id(key):
            raise ValueError(f"image number {number} has no id")
        if key in images:
            raise ValueError(f"two images have the id {key!r:.40}")
        images[key] = _image(entry)
        name = entry.get("file_name")
        if isinstance(name, str) and name in seen:
            raise ValueError(f"two images have the file name {name!r:.60}")
        seen.add(name if isinstance(name, str) else None)
    return images


def _image(entry: dict) -> CocoImage | ValueError:
    name = entry.get("file_name")
    try:
        if not isinstance(name, str) or not name.strip():
            raise ValueError(f"a file_name of {name!r:.40}")
        height = side(entry.get("height"), "height")
        return CocoImage(name, height, side(entry.get("width"), "width"))
    except ValueError as error:
        return ValueError(f"image id {entry['id']!r:.40}: {error}")


def _is_id(value) -> bool:
    """Numbers or texts; True would pass for 1."""
    return type(value) in (int, str)
