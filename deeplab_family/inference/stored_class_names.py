"""The names of the classes, from a model file or from beside it."""

import json
import zipfile
from collections.abc import Sequence
from os import PathLike
from pathlib import Path

from deeplab_family.inference.errors import ModelFileError
from input_pipeline.json_file import read_json

CLASSES = "classes.json"
ONNX_KEY = "class_names"
TFLITE_LABELS = "labels.txt"
MOST_BYTES = 2**24
MOST_CLASSES = 256
EXAMPLE = '{"class_names": ["road", "sky"], "palette": [[9, 9, 9], [0, 0, 99]]}'
_DAMAGED = (OSError, ValueError, TypeError, KeyError, RecursionError)


def read_classes_file(
    path: Path,
) -> tuple[tuple[str, ...], tuple[tuple[int, int, int], ...] | None]:
    """Reads `classes.json`: the names and, if there, one RGB color for each.

    Raises:
        ModelFileError: it is damaged, or holds something else.
    """
    try:
        content = read_json(path)
        if not isinstance(content, dict) or "class_names" not in content:
            raise ValueError("it has no `class_names`")
        names = _checked(content["class_names"])
        palette = content.get("palette")
        return names, None if palette is None else _colors(palette, len(names))
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise ModelFileError(
            f"{path} does not name classes: {reason}. It must look like "
            f"{EXAMPLE}; `palette` may be left out"
        ) from error


def find_classes_file(model_path: str | PathLike) -> Path | None:
    """The `classes.json` in, beside or one folder above a model."""
    path = Path(model_path).absolute()
    for folder in (path, path.parent, path.parent.parent):
        if (folder / CLASSES).is_file():
            return folder / CLASSES
    return None


def names_beside(
    model_path: str | PathLike, num_classes: int | None
) -> tuple[str, ...] | None:
    """The names in the `classes.json` of a model; None without one.

    Raises:
        ModelFileError: the file names another number of classes.
    """
    path = find_classes_file(model_path)
    if path is None:
        return None
    names, _ = read_classes_file(path)
    if num_classes is not None and len(names) != num_classes:
        raise ModelFileError(
            f"{path} names {len(names)} classes, but the model has "
            f"{num_classes}. Remove the file or put the right one there"
        )
    return names


def names_in_keras(path: str | PathLike) -> tuple[str, ...] | None:
    """The names in a `.keras` file, read without building the network."""
    try:
        with zipfile.ZipFile(path) as archive:
            if archive.getinfo("config.json").file_size > MOST_BYTES:
                return None
            content = json.loads(archive.read("config.json"))
        return _checked(content["config"]["class_names"])
    except (*_DAMAGED, zipfile.BadZipFile):
        return None  # who loads the weights says what is wrong with the file


def names_in_saved_model(folder: Path) -> tuple[str, ...] | None:
    """The names among the assets of a SavedModel.

    Raises:
        ModelFileError: the file there is damaged.
    """
    path = folder / "assets" / CLASSES
    return read_classes_file(path)[0] if path.is_file() else None


def names_in_tflite(path: str | PathLike) -> tuple[str, ...] | None:
    """The label file in the metadata of a TFLite file."""
    if not zipfile.is_zipfile(path):
        return None
    try:
        with zipfile.ZipFile(path) as archive:
            if archive.getinfo(TFLITE_LABELS).file_size > MOST_BYTES:
                return None
            text = archive.read(TFLITE_LABELS).decode("utf-8")
        return _checked(text.removesuffix("\n").split("\n"))
    except (*_DAMAGED, zipfile.BadZipFile):
        return None  # a foreign file may keep something else there


def names_in_onnx(properties: dict[str, str]) -> tuple[str, ...] | None:
    """The names among the metadata properties of an ONNX file."""
    try:
        return _checked(json.loads(properties[ONNX_KEY]))
    except _DAMAGED:
        return None


def as_many_as(
    names: Sequence[str] | None, num_classes: int | None
) -> tuple[str, ...] | None:
    """The names, or None where they are not one for each class."""
    fits = names and num_classes in (None, len(names))
    return tuple(names) if fits else None


def _checked(names) -> tuple[str, ...]:
    texts = isinstance(names, list) and all(
        isinstance(name, str) and name.strip() for name in names
    )
    if not texts or not 1 <= len(names) <= MOST_CLASSES:
        raise ValueError(
            f"`class_names` must be a list of 1 to {MOST_CLASSES} words"
        )
    for name in names:
        if names.count(name) > 1:
            raise ValueError(f"`class_names` holds {name!r} twice")
    return tuple(names)


def _colors(palette, count: int) -> tuple[tuple[int, int, int], ...]:
    if not isinstance(palette, list) or len(palette) != count:
        raise ValueError(f"`palette` must be a list of {count} colors")
    for color in palette:
        in_range = isinstance(color, list) and all(
            type(part) is int and 0 <= part <= 255 for part in color
        )
        if not in_range or len(color) != 3:
            raise ValueError(
                f"`palette` holds {color!r:.80}, not three numbers of 0 to 255"
            )
    return tuple(map(tuple, palette))
