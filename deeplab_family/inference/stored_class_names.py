"""Class names stored inside a model file, of each kind."""

import json
import zipfile
from collections.abc import Sequence
from os import PathLike
from pathlib import Path

from deeplab_family.inference.classes_file import (
    CLASSES,
    checked_names,
    read_classes_file,
)

ONNX_KEY = "class_names"
TFLITE_LABELS = "labels.txt"
MOST_BYTES = 2**24
_DAMAGED = (OSError, ValueError, TypeError, KeyError, RecursionError)


def names_in_keras(path: str | PathLike) -> tuple[str, ...] | None:
    """The names in a `.keras` file, read without building the network."""
    try:
        with zipfile.ZipFile(path) as archive:
            if archive.getinfo("config.json").file_size > MOST_BYTES:
                return None
            content = json.loads(archive.read("config.json"))
        return checked_names(content["config"]["class_names"])
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
        return checked_names(text.removesuffix("\n").split("\n"))
    except (*_DAMAGED, zipfile.BadZipFile):
        return None  # a foreign file may keep something else there


def names_in_onnx(properties: dict[str, str]) -> tuple[str, ...] | None:
    """The names among the metadata properties of an ONNX file."""
    try:
        return checked_names(json.loads(properties[ONNX_KEY]))
    except _DAMAGED:
        return None


def as_many_as(
    names: Sequence[str] | None, num_classes: int | None
) -> tuple[str, ...] | None:
    """The names, or None where they are not one for each class."""
    fits = names and num_classes in (None, len(names))
    return tuple(names) if fits else None
