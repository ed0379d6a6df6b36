"""Keras files: loaded safely, or refused with the reason."""

import math
import re
import zipfile
from collections.abc import Iterator
from os import PathLike
from pathlib import Path

import h5py
import keras

from deeplab_family.console.error_reason import error_line
from deeplab_family.inference.model_files import foreign_file
from deeplab_family.inference.prediction import ModelFileError

UNREGISTERED = re.compile(r"(?:locate class|Unknown layer:?) '?(\w+)")
MOST_TIMES = 20
"""Unpacked bytes for each byte of the file, at most."""

ALWAYS_FINE = 2**26
"""Bytes that any file may unpack to."""

MOST_MEMBERS = 1000
CONFIG = "config.json"
LARGEST_CONFIG = 2**24
WEIGHTS = "model.weights.h5"


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


# What a Keras file declares to hold, compared with how large it is.
#
# A few kilobytes of zeros unpack to gigabytes. Keras stores weights as they
# are, so a file that declares many times its own size is no model of Keras';
# that can be seen before anything is unpacked.


def archive_problem(path: Path) -> str:
    """Say in a few words why a file must not be unpacked, or "".

    Args:
        path: a `.keras` file, which is a zip archive, or an HDF5 file.
            Anything else has no problem of this kind.
    """
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as archive:
            return _of_archive(archive, path.stat().st_size)
    if h5py.is_hdf5(path):
        with h5py.File(path) as file:
            return _of_weights(file, path.stat().st_size)
    return ""


def _of_archive(archive: zipfile.ZipFile, size: int) -> str:
    members = archive.infolist()
    names = [member.filename for member in members]
    if len(members) > MOST_MEMBERS:
        return f"holds {len(members)} files; a Keras model has a handful"
    if len(set(names)) < len(names):
        return "holds two files of one name"
    for name in names:
        if name.startswith(("/", "\\")) or ".." in Path(name).parts:
            return f"holds a file that would lie outside of it: {name!r}"
    for member in members:
        if member.filename == CONFIG and member.file_size > LARGEST_CONFIG:
            return f"its {CONFIG} has {member.file_size:,} bytes"
    if problem := _too_much(sum(m.file_size for m in members), size):
        return problem
    if WEIGHTS in names:
        with archive.open(WEIGHTS) as content, h5py.File(content) as file:
            return _of_weights(file, size)
    return ""


def _of_weights(file: h5py.File, size: int) -> str:
    return _too_much(sum(_declared(file)), size)


def _declared(file: h5py.File) -> Iterator[int]:
    """Bytes of each array when it is read."""
    found = []
    file.visititems(lambda _, item: found.append(item))
    for item in found:
        if isinstance(item, h5py.Dataset) and item.shape is not None:
            yield math.prod(item.shape) * item.dtype.itemsize


def _too_much(declared: int, size: int) -> str:
    if declared <= max(ALWAYS_FINE, MOST_TIMES * size):
        return ""
    return (
        f"would unpack to {declared:,} bytes from {size:,}. Keras does not "
        "write such files; do not load it, or save the model again"
    )
