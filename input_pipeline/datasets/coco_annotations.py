"""The objects of COCO that PASCAL VOC has classes for, from the JSON file."""

import json
import math
from dataclasses import dataclass
from pathlib import Path

from input_pipeline.errors import DataError

MARGIN = 2
"""Outlines may leave the picture by so many pixels, by rounding."""


@dataclass(frozen=True)
class CocoObject:
    """An object, checked.

    Args:
        class_id: its class.
        area: of its mask in pixels, as the annotation says.
        polygons: each `(x, y, x, y, ...)` of three points or more; empty for
            an outline of run lengths.
        counts: run lengths, as COCO has them for crowds and other tools for
            all, column by column, beginning outside.
    """

    class_id: int
    area: float
    polygons: tuple[tuple[float, ...], ...]
    counts: tuple[int, ...]


def read_object(
    entry: dict, class_id: int, height: int, width: int
) -> CocoObject:
    """Checks one entry of `annotations`.

    Args:
        entry: as the JSON file has it.
        class_id: of the object.
        height: of the picture in pixels.
        width: of the picture in pixels.

    Raises:
        KeyError, TypeError, ValueError: if it is not as COCO writes it.
    """
    area, outline = entry["area"], entry["segmentation"]
    if not _is_number(area) or area < 0:
        raise ValueError(f"an area of {area!r}")
    if isinstance(outline, dict):
        counts = read_runs(outline, height, width)
        return CocoObject(class_id, float(area), (), counts)
    if not isinstance(outline, list) or not outline:
        raise ValueError("a segmentation that is neither polygons nor runs")
    polygons = tuple(_check_polygon(p, height, width) for p in outline)
    return CocoObject(class_id, float(area), polygons, ())


def _check_polygon(points, height: int, width: int) -> tuple[float, ...]:
    if not isinstance(points, list) or len(points) < 6 or len(points) % 2:
        raise ValueError("a polygon of less than three points")
    # Built-in loops, since a file holds very many of these numbers.
    if not {*map(type, points)} <= {int, float}:
        raise ValueError("a polygon of something else than numbers")
    for values, most in ((points[0::2], width), (points[1::2], height)):
        inside = -MARGIN <= min(values) and max(values) <= most + MARGIN
        if not inside or not math.isfinite(sum(values)):
            raise ValueError("a polygon outside of the picture")
    return tuple(map(float, points))


def _is_number(value) -> bool:
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return is_number and math.isfinite(value)


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
MOST_CHARACTERS = 13
"""More than 64 bits of one number are no run length."""


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
    missing = [name for name in COCO_NAMES if name not in ids]
    if missing:
        raise ValueError(
            f"no category {missing[0]!r}: the data set 'coco' is COCO with "
            "VOC's classes; for the file's own categories name "
            "--data.dataset coco_instances"
        )
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


# Run lengths of a mask as COCO's tools write them: a list, or a short text.
#
# The text holds numbers in base 32, five bits a character from "0" on, the
# lowest first; the sixth bit says that more follow. From the fourth number on
# it is the difference to the one two places before.
#
# Source: `rleFrString` of pycocotools (cocodataset/cocoapi, maskApi.c), which
# reads past the end of a damaged text; this one refuses it.


def read_runs(runs: dict, height: int, width: int) -> tuple[int, ...]:
    """Checks the run lengths of one object.

    Args:
        runs: with `size`, [height, width], and `counts`, a list of numbers or
            the compressed text.
        height: of the picture in pixels.
        width: of the picture in pixels.

    Returns:
        Lengths column by column, beginning outside of the object.

    Raises:
        KeyError, TypeError, ValueError: if they do not fill the picture.
    """
    counts = runs["counts"]
    if isinstance(counts, str):
        counts = _decompress(counts)
    if not isinstance(counts, list):
        raise ValueError("runs that are neither a list nor a text")
    if any(type(count) is not int or count < 0 for count in counts):
        raise ValueError("a run of negative length")
    if list(runs["size"]) != [height, width] or sum(counts) != height * width:
        raise ValueError("runs of another size than the picture")
    return tuple(counts)


def _decompress(text: str) -> list[int]:
    counts, number, characters = [], 0, 0
    for character in text:
        bits = ord(character) - ord("0")
        if not 0 <= bits < 64 or characters >= MOST_CHARACTERS:
            raise ValueError(f"compressed runs with {character!r}")
        number |= (bits & 31) << (5 * characters)
        characters += 1
        if bits & 32:
            continue
        if bits & 16:
            number -= 1 << (5 * characters)
        if len(counts) > 2:
            number += counts[-2]
        counts.append(number)
        number, characters = 0, 0
    if characters:
        raise ValueError("compressed runs that break off")
    return counts
