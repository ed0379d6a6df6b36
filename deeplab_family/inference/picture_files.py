"""Picture format of a model file, as the file says it; pictures.json."""

import json
import zipfile
from collections.abc import Sequence
from os import PathLike
from pathlib import Path

from deeplab_family.inference.prediction import ModelFileError
from input_pipeline.atomic_files import write_atomic
from input_pipeline.json_file import read_json
from input_pipeline.picture_format import ORDINARY, PictureFormat

PICTURES = "pictures.json"
ONNX_PICTURES = "pictures"
"""Metadata property of an ONNX file that holds the same."""

MOST_BYTES = 2**24
_DAMAGED = (OSError, ValueError, TypeError, KeyError, AttributeError)


def pictures_of(path: str | PathLike) -> PictureFormat:
    """The format that a model file states, without building its network.

    Args:
        path: a `.keras` or `.tflite` file, a SavedModel folder or one above
            it, or an `.onnx` file, of which `pictures.json` beside it tells.

    Returns:
        The format; that of uint8 RGB where the file states none.

    Raises:
        ModelFileError: what the file states is no format.
    """
    path = Path(path)
    if path.suffix == ".keras":
        return _in_keras(path)
    if path.suffix == ".tflite":
        return _in_archive(path)
    if path.is_dir():
        # TensorFlow is needed to know a SavedModel, not to read its assets.
        from deeplab_family.inference.saved_model_predictor import (
            saved_model_folder,
        )

        path = saved_model_folder(path) / "assets" / "saved_model.pb"
    return read_pictures_file(path.parent)


def same_pictures(paths: Sequence[str | PathLike]) -> PictureFormat:
    """The format that all of some model files take.

    Raises:
        ModelFileError: they take different ones, or a file is damaged.
    """
    formats = [pictures_of(path) for path in paths]
    for path, pictures in zip(paths, formats, strict=True):
        if pictures != formats[0]:
            raise ModelFileError(
                f"{paths[0]} takes images of {formats[0]}, {path} of "
                f"{pictures}: they cannot be asked the same images"
            )
    return formats[0]


def pictures_in_onnx(
    properties: dict[str, str], path: str | PathLike
) -> PictureFormat:
    """The format among the metadata properties of an ONNX file.

    Raises:
        ModelFileError: the property is damaged.
    """
    if ONNX_PICTURES not in properties:
        return ORDINARY
    try:
        tree = json.loads(properties[ONNX_PICTURES])
        return PictureFormat.from_tree(tree)
    except _DAMAGED as error:
        raise _refused(Path(path), error) from error


def checked_channels(
    pictures: PictureFormat, channels: int | None, path: str | PathLike
) -> PictureFormat:
    """The format that a file states, if its input has these channels.

    Args:
        pictures: that it states, or none.
        channels: of its input; None where it takes any.
        path: of the file, for the message.

    Returns:
        The format; that of the input's channels where the file stated none.

    Raises:
        ModelFileError: it states another number.
    """
    if channels in (None, pictures.channels):
        return pictures
    if pictures.is_ordinary:
        return PictureFormat(channels=int(channels))
    raise ModelFileError(
        f"{path} takes images of {channels} channels and says that it takes "
        f"{pictures}. Export the model again"
    )


def pictures_in_model(model) -> PictureFormat:
    """The format of a live Keras model, by its input and its `value_range`.

    Raises:
        ModelFileError: `value_range` is none.
    """
    try:
        return PictureFormat(
            channels=model.input_shape[-1],
            value_range=getattr(model, "value_range", None),
        )
    except ValueError as error:
        raise ModelFileError(f"the model's images: {error}") from error


def write_pictures_file(folder: Path, pictures: PictureFormat) -> Path | None:
    """Writes `pictures.json`, unless the images are ordinary.

    Returns:
        The file, or None.
    """
    if pictures.is_ordinary:
        return None
    text = json.dumps(pictures.tree(), indent=2) + "\n"
    write_atomic(folder / PICTURES, text)
    return folder / PICTURES


def read_pictures_file(folder: Path) -> PictureFormat:
    """Reads `pictures.json` of a folder; uint8 RGB where there is none.

    Raises:
        ModelFileError: it is damaged.
    """
    path = folder / PICTURES
    if not path.is_file():
        return ORDINARY
    try:
        return PictureFormat.from_tree(read_json(path))
    except _DAMAGED as error:
        raise _refused(path, error) from error


def _in_keras(path: Path) -> PictureFormat:
    try:
        with zipfile.ZipFile(path) as archive:
            if archive.getinfo("config.json").file_size > MOST_BYTES:
                return ORDINARY
            content = json.loads(archive.read("config.json"))
        stored = content["config"]
        backbone = stored["config"]["config"]["backbone"]["config"]
    except (*_DAMAGED, zipfile.BadZipFile):
        return ORDINARY  # who loads the weights says what is wrong with it
    tree = {
        "channels": backbone.get("input_channels", ORDINARY.channels),
        "value_range": stored.get("value_range"),
    }
    try:
        return PictureFormat.from_tree(tree)
    except ValueError as error:
        raise _refused(path, error) from error


def _in_archive(path: Path) -> PictureFormat:
    """Of a TFLite file, behind which its metadata are a zip archive."""
    if not path.is_file() or not zipfile.is_zipfile(path):
        return ORDINARY
    try:
        with zipfile.ZipFile(path) as archive:
            if PICTURES not in archive.namelist():
                return ORDINARY
            if archive.getinfo(PICTURES).file_size > MOST_BYTES:
                raise ValueError("it is too large")
            return PictureFormat.from_tree(json.loads(archive.read(PICTURES)))
    except (*_DAMAGED, zipfile.BadZipFile) as error:
        raise _refused(path, error) from error


def _refused(path: Path, error: Exception) -> ModelFileError:
    return ModelFileError(f"{path} does not say what images it takes: {error}")
