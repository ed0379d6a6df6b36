"""The names of the classes, from a model file or from beside it."""

import json
import zipfile
from collections.abc import Sequence
from os import PathLike
from pathlib import Path

from deeplab_family.inference.errors import ModelFileError

CLASSES = "classes.json"
ONNX_KEY = "class_names"
TFLITE_LABELS = "labels.txt"
MOST_BYTES = 2**24
_DAMAGED = (OSError, ValueError, TypeError, KeyError, RecursionError)


def read_classes_file(path: Path) -> tuple[tuple[str, ...], tuple | None]:
    """Reads `classes.json`: the names and, if there, one RGB color for each.

    Raises:
        ModelFileError: it is damaged, or holds something else.
    """
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        names = _checked(content["class_names"])
        palette = content.get("palette")
        if palette is not None:
            palette = tuple(tuple(map(_byte, color)) for color in palette)
            if [*map(len, palette)] != [3] * len(names):
                raise ValueError("`palette` is not one RGB color a class")
    except (*_DAMAGED, AttributeError) as error:
        raise ModelFileError(
            f'{path}: must hold {{"class_names": ["road", ...]}} and may hold '
            f'"palette": [[128, 64, 128], ...]. It does not: {error!r:.200}. '
            "Correct or remove it"
        ) from error
    return names, palette


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
    if not isinstance(names, list) or not names:
        raise ValueError("`class_names` is not a list of names")
    if not all(isinstance(name, str) and name for name in names):
        raise ValueError("`class_names` holds something else than names")
    if len(set(names)) < len(names):
        raise ValueError("`class_names` holds a name twice")
    return tuple(names)


def _byte(value) -> int:
    if type(value) is not int or not 0 <= value <= 255:
        raise ValueError(f"a color holds {value!r}, not 0 to 255")
    return value
