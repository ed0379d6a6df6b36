"""Load a `.keras` file, and say in one line why it cannot be loaded."""

import re
from os import PathLike
from pathlib import Path

import keras

from deeplab_family.error_line import error_line
from deeplab_family.inference.errors import ModelFileError
from deeplab_family.inference.foreign_file import foreign_file
from deeplab_family.inference.model_archive import archive_problem

UNREGISTERED = re.compile(r"(?:locate class|Unknown layer:?) '?(\w+)")


def load_keras_model(path: str | PathLike) -> keras.Model:
    """Load a `.keras` file in safe mode, without its optimizer.

    Raises:
        ModelFileError: missing, damaged, made by other code, made of classes
            that nobody imported or of Python code, or a file that unpacks to
            many times its size.
    """
    foreign = foreign_file(Path(path))
    if foreign:
        raise ModelFileError(f"{path}: {foreign}")
    try:
        problem = archive_problem(Path(path))
        if not problem:
            return keras.saving.load_model(path, compile=False)
    except Exception as error:
        # A file can hold anything, so anything can be raised.
        raise ModelFileError(f"{path}: {_reason(error)}") from error
    raise ModelFileError(f"{path}: {problem}")


def _reason(error: Exception) -> str:
    message = error_line(error)
    unregistered = UNREGISTERED.search(message)
    if unregistered:
        return (
            f"holds the class {unregistered[1]!r}, which is not registered. "
            "Import the package that defines it first; for this library's "
            "own networks: import deeplab_family"
        )
    if "safe_mode" in message:
        return (
            "holds Python code (a Lambda layer, say), which would run when "
            "it is loaded. Write that part as a registered layer and save "
            "the model again"
        )
    if isinstance(error, RecursionError):
        message = "its config is nested too deeply"
    first_words = " ".join(message.split())[:200]
    return f"not a Keras model that can be loaded: {first_words}"
