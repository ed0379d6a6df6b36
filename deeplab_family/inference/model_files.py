"""Model files: told apart by names and first bytes, before an engine loads."""

import zipfile
from os import PathLike
from pathlib import Path

from deeplab_family.console.suggestions import near_path
from deeplab_family.inference.prediction import ALLOWED, ModelFileError

H5_START = b"\x89HDF\r\n\x1a\n"
SAVE_AS = "save it with `model.save('model.keras')`"
# The first ending that fits is told.
KNOWN = {
    (".pt", ".pth", ".ckpt.pth", ".safetensors"): (
        "a checkpoint of PyTorch. If it is of torchvision, make a model of it: "
        "deeplab import auto FILE --output model.keras. Otherwise build the "
        f"network in Keras, copy the weights over and {SAVE_AS}"
    ),
    (".ckpt", ".index", ".meta", ".data-00000-of-00001"): (
        "a TensorFlow checkpoint, which holds weights without the network. If "
        "it is of TensorFlow's DeepLab, make a model of it: deeplab import "
        "auto FILE --output model.keras. Otherwise build the network in Keras, "
        f"load them into it and {SAVE_AS}"
    ),
    (".weights.h5",): (
        "weights without the network. Build the network, call "
        f"`load_weights` and {SAVE_AS}"
    ),
    (".tflite", ".onnx", ".pb"): (
        "an exported file, from which there is no way back. Give the .keras "
        "file that it was made from"
    ),
}
WITHOUT_TENSORFLOW = (".tflite", ".onnx")
"""Files whose own engines start in a tenth of a second."""
FILE = "saved_model.pb"
TFLITE_MARK = b"TFL3"
"""Behind the first four bytes of a TFLite file."""


def refuse_no_model(path: str | PathLike) -> None:
    """Refuses what no predictor can load, as far as its files show it.

    Args:
        path: as `load_predictor` takes it.

    Raises:
        ModelFileError: nothing is there, or it is no model; says what it is
            instead, or which name beside it may be meant.
    """
    path = Path(path)
    if path.is_dir():
        saved_model_folder(path)
        return
    if not path.exists():
        raise ModelFileError(
            f"{path}: no such model{near_path(path)}. Expected {ALLOWED}"
        )
    if path.suffix == ".tflite":
        reason = _not_tflite(path)
    elif path.suffix == ".onnx":
        reason = "" if path.stat().st_size else "an empty file"
    else:
        reason = foreign_file(path)
        if not reason and path.suffix != ".keras":
            reason = "not a model"
    if reason:
        raise ModelFileError(f"{path}: {reason}. Expected {ALLOWED}")


def _not_tflite(path: Path) -> str:
    with path.open("rb") as file:
        is_tflite = file.read(8)[4:] == TFLITE_MARK
    return "" if is_tflite else "not a TFLite file, or cut short"


def foreign_file(path: Path) -> str:
    """Say in a few words what it is instead, or "" when it may be a model.

    Args:
        path: what somebody gave as a Keras model.
    """
    if not path.exists():
        return "no such file"
    if path.is_dir():
        return "a folder, not a .keras file"
    for endings, words in KNOWN.items():
        if path.name.endswith(endings):
            return words
    return _not_keras(path) if path.suffix == ".keras" else ""


def _not_keras(path: Path) -> str:
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as archive:
            names = archive.namelist()
        if "config.json" in names:
            return ""
        return "a zip archive without a Keras model in it"
    with path.open("rb") as file:
        start = file.read(len(H5_START))
    if start == H5_START:
        return (
            "an HDF5 file under another name. If it holds a whole model, "
            f"rename it to .h5, load it in Keras and {SAVE_AS}"
        )
    if start.startswith(b"PK"):
        return "not a Keras model that can be loaded: it is cut short"
    return (
        "not a Keras model that can be loaded: it is no zip archive, as "
        ".keras files are"
    )


def saved_model_folder(path: str | PathLike) -> Path:
    """The folder itself, its highest version, or that of its only model.

    Args:
        path: holds `saved_model.pb`; or numbered versions, each with one; or
            a single model's folder of versions, as `serving/` does.

    Raises:
        ModelFileError: there is no such folder, or several models.
    """
    path = Path(path)
    if (path / FILE).exists():
        return path
    if version := _highest_version(path):
        return version
    models = [
        version
        for child in _folders(path)
        if (version := _highest_version(child))
    ]
    if len(models) > 1:
        names = ", ".join(sorted(version.parent.name for version in models))
        raise ModelFileError(
            f"{path}: holds several models: {names}. Name one of them"
        )
    if not models:
        raise ModelFileError(
            f"{path}: a folder without {FILE}, and without a numbered "
            f"version below it. Expected {ALLOWED}"
        )
    return models[0]


def _highest_version(path: Path) -> Path | None:
    versions = [
        child
        for child in _folders(path)
        if child.name.isdecimal() and (child / FILE).exists()
    ]
    return max(versions, key=lambda child: int(child.name), default=None)


def _folders(path: Path) -> list[Path]:
    return [child for child in path.iterdir() if child.is_dir()]
