"""Load a `.keras` file, and say in one line why it cannot be loaded."""

import re
import zipfile
from os import PathLike
from pathlib import Path

import keras

from deeplab_family.inference.errors import ModelFileError
from deeplab_family.inference.foreign_file import foreign_file

UNREGISTERED = re.compile(r"(?:locate class|Unknown layer:?) '?(\w+)")


def load_keras_model(path: str | PathLike) -> keras.Model:
    """Load a `.keras` file in safe mode, without its optimizer.

    Raises:
        ModelFileError: missing, damaged, made by other code, or made of
            classes that nobody imported.
    """
    foreign = foreign_file(Path(path))
    if foreign:
        raise ModelFileError(f"{path}: {foreign}")
    try:
        return keras.saving.load_model(path, compile=False)
    except (TypeError, ValueError, KeyError, OSError, zipfile.BadZipFile) as e:
        raise ModelFileError(f"{path}: {_reason(str(e))}") from e


def _reason(message: str) -> str:
    unregistered = UNREGISTERED.search(message)
    if unregistered:
        return (
            f"holds the class {unregistered[1]!r}, which is not registered. "
            "Import the package that defines it first; for this library's "
            "own networks: import deeplab_family.models"
        )
    first_words = " ".join(message.split())[:200]
    return f"not a Keras model that can be loaded: {first_words}"
