"""Reading a file of weights, whatever its format.

The first bytes tell the format, never the name.
"""

import zipfile
from pathlib import Path

from deeplab_family.weights.errors import WeightsError
from deeplab_family.weights.files.named_arrays import NamedArrays
from deeplab_family.weights.files.safetensors_file import (
    is_safetensors,
    read_safetensors,
)
from deeplab_family.weights.files.torch_legacy import (
    is_torch_legacy,
    read_torch_legacy,
)
from deeplab_family.weights.files.torch_zip import (
    is_torch_zip,
    read_torch_zip,
)

FORMATS = (
    "PyTorch state dicts (.pth, .pt), safetensors, HDF5 weights of "
    "keras.applications (.h5), TensorFlow 1 checkpoints (a folder, or the "
    ".index file)"
)
START = 512
"""Bytes that tell the format."""


def read_arrays(path: str | Path) -> NamedArrays:
    """The arrays of a file by their names, in the file's order.

    Of PyTorch, the state dict may lie under "state_dict", "model_state_dict"
    or "model", as training scripts save it, and "module." may stand before
    all names; both are taken off. bfloat16 becomes float32, every other type
    stays.

    Args:
        path: of the file. Nothing in it is executed, and no more is read than
            it has bytes.

    Returns:
        The arrays; `skipped` names what else is in the file.

    Raises:
        WeightsError: if there is no such file, or it is damaged, unsafe or of
            an unknown format; the message begins with the path.
    """
    path = Path(path)
    try:
        return _read(path)
    except WeightsError as error:
        raise WeightsError(f"{path}: {error}") from error
    except OSError as error:
        reason = error.strerror or str(error)
        raise WeightsError(f"{path}: cannot be read: {reason}") from error


def _read(path: Path) -> NamedArrays:
    if not path.exists():
        raise WeightsError("there is no such file")
    with path.open("rb") as file:
        start = file.read(START)
    if start.startswith(b"PK"):
        return _read_zip(path)
    if is_torch_legacy(start[:32]):
        return read_torch_legacy(path)
    if is_safetensors(start, path.stat().st_size):
        return read_safetensors(path)
    raise WeightsError(_unknown(start))


def _read_zip(path: Path) -> NamedArrays:
    try:
        with zipfile.ZipFile(path) as archive:
            names = archive.namelist()
    except Exception as error:
        # Bytes that were changed can raise anything in there.
        raise WeightsError(
            f"its zip archive is damaged or cut short ({str(error)[:99]}). "
            "Fetch it again"
        ) from error
    if is_torch_zip(names):
        return read_torch_zip(path)
    if "config.json" in names:
        raise WeightsError(
            "it is a whole Keras network, not a file of weights: load it with "
            "`keras.saving.load_model`"
        )
    raise WeightsError(
        "it is a zip archive, but neither of PyTorch nor of Keras. Formats "
        f"that are read: {FORMATS}"
    )


def _unknown(start: bytes) -> str:
    return f"its format is unknown. Formats that are read: {FORMATS}"
