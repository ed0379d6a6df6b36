"""Find the SavedModel in a folder as servers and exports lay it out."""

from os import PathLike
from pathlib import Path

from deeplab_family.inference.errors import ModelFileError

FILE = "saved_model.pb"
ALLOWED = "a .keras, .tflite or .onnx file, or a SavedModel folder"


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
