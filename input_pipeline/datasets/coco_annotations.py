"""The objects of COCO that PASCAL VOC has classes for, from the JSON file."""

import json
from dataclasses import dataclass
from pathlib import Path

from input_pipeline.datasets.coco_object import CocoObject, read_object
from input_pipeline.errors import DataError

# The names of COCO in the order of the classes 1 to 20 of PASCAL VOC.
COCO_NAMES = (
    "airplane",
    "bicycle",
    "bird",
    "boat",
    "bottle",
    "bus",
    "car",
    "cat",
    "chair",
    "cow",
    "dining table",
    "dog",
    "horse",
    "motorcycle",
    "person",
    "potted plant",
    "sheep",
    "couch",
    "train",
    "tv",
)
MOST_SIDE = 10_000
_DAMAGED = (KeyError, TypeError, ValueError, OverflowError, RecursionError)


@dataclass(frozen=True)
class CocoPicture:
    """One photograph and its objects of PASCAL VOC's classes.

    Args:
        name: file name without ending.
        height: in pixels.
        width: in pixels.
        objects: may be empty.
    """

    name: str
    height: int
    width: int
    objects: tuple[CocoObject, ...]


def read_coco_annotations(path: Path) -> tuple[CocoPicture, ...]:
    """Reads `instances_*.json`; all is checked, since C code draws from it.

    Returns:
        The pictures, sorted by name.

    Raises:
        DataError: if the file is missing, damaged or something else.
    """
    place = ""
    try:
        content = json.loads(path.read_bytes())
        classes = _classes(content["categories"])
        sizes = {e["id"]: _picture(e) for e in content["images"]}
        if len({name for name, *_ in sizes.values()}) < len(content["images"]):
            raise ValueError("two pictures share an id or a name")
        objects = {image_id: [] for image_id in sizes}
        for number, entry in enumerate(content["annotations"]):
            place = _name(number, entry)
            class_id = classes.get(entry["category_id"])
            _, height, width = sizes[entry["image_id"]]
            if class_id is not None:
                made = read_object(entry, class_id, height, width)
                objects[entry["image_id"]].append(made)
        place = ""
    except OSError as error:
        raise DataError(
            f"{path} cannot be read: {error.strerror or error}. COCO's "
            "annotations come as annotations/instances_train2017.json"
        ) from error
    except _DAMAGED as error:
        raise DataError(
            f"{path} is not a file of COCO instances "
            f"({place}{_short(error)}). Correct it, or unpack it again"
        ) from error
    pictures = [
        CocoPicture(*size, tuple(objects[image_id]))
        for image_id, size in sizes.items()
    ]
    return tuple(sorted(pictures, key=lambda picture: picture.name))


def _classes(categories: list[dict]) -> dict[int, int]:
    """PASCAL VOC's class by COCO's category id."""
    ids = {entry["name"]: entry["id"] for entry in categories}
    return {ids[name]: place for place, name in enumerate(COCO_NAMES, 1)}


def _picture(entry: dict) -> tuple[str, int, int]:
    name, height, width = (entry[k] for k in ("file_name", "height", "width"))
    for side in (height, width):
        if type(side) is not int or not 1 <= side <= MOST_SIDE:
            raise ValueError(f"{name} of {width} x {height} pixels")
    path = Path(name)
    if path.name != name or path.suffix != ".jpg" or "\0" in name:
        raise ValueError(f"the file name {name!r}")
    return path.stem, height, width


def _name(number: int, entry) -> str:
    """Which annotation it is, for messages."""
    own = entry.get("id") if isinstance(entry, dict) else None
    return f"annotation {number + 1}, id {own!r:.40}: "


def _short(error: Exception) -> str:
    text = " ".join(repr(error).split())
    return text if len(text) <= 200 else text[:200] + "..."
