"""Reading a file of weights, whatever its format.

The first bytes tell the format, never the name. Only a TensorFlow checkpoint,
which is several files, is found by their names.
"""

import os
import zipfile
from pathlib import Path

from deeplab_family.weights.errors import WeightsError
from deeplab_family.weights.files.named_arrays import NamedArrays
from deeplab_family.weights.files.path_in_errors import path_in_errors
from deeplab_family.weights.files.safetensors_file import (
    is_safetensors,
    read_safetensors,
)
from deeplab_family.weights.files.sorted_table import END as TABLE_END
from deeplab_family.weights.files.tf_checkpoint import (
    checkpoint_prefix,
    read_tf_checkpoint,
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
    "Formats that are read: PyTorch state dicts (.pth, .pt), safetensors, HDF5 "
    "weights of Keras 2 and keras.applications (.h5), TensorFlow 1 checkpoints "
    "(a folder, a prefix, or the .index file)"
)
HDF5 = b"\x89HDF\r\n\x1a\n"
START = 512
"""Bytes that tell the format."""

TAR = slice(257, 262)
UNKNOWN = {
    b"\x1f\x8b": (
        "it is packed by gzip, as the TensorFlow model zoo's .tar.gz. Unpack "
        "it (`tar -xzf FILE`) and give the folder that has the .index file"
    ),
    b"\x80": (
        "it is a pickle, but not one of PyTorch's. A pickle can run code, so "
        "others are never loaded. Save the arrays as safetensors"
    ),
    b"<": (
        "it is a web page, not a file of weights: the download went wrong. "
        "Fetch it again, in a browser if need be"
    ),
    b"version https://git-lfs": (
        "it is a pointer of Git LFS, not the file itself: run `git lfs pull`"
    ),
}
"""By the first bytes, in words."""


def read_arrays(path: str | Path) -> NamedArrays:
    """The arrays of a file by their names, in the file's order.

    Of PyTorch, the state dict may lie under "state_dict", "model_state_dict"
    or "model", as training scripts save it, and "module." may stand before
    all names; both are taken off. bfloat16 becomes float32, every other type
    stays.

    Args:
        path: of the file; of a TensorFlow checkpoint the folder, the prefix
            or the `.index` file. Nothing in it is executed, and no more is
            read than it has bytes.

    Returns:
        The arrays; `skipped` names what else is in the file. They may be
        views that cannot be written to.

    Raises:
        WeightsError: if there is no such file, or it is damaged, unsafe or of
            an unknown format; the message begins with the path.
    """
    path = Path(path)
    with path_in_errors(path):
        arrays = _read(path)
        _refuse_hidden_characters([*arrays, *arrays.skipped])
        return arrays


def _read(path: Path) -> NamedArrays:
    if not path.is_file():
        prefix = checkpoint_prefix(path)
        if prefix is None:
            raise WeightsError("there is no such file")
        return read_tf_checkpoint(prefix)
    with path.open("rb") as file:
        start = file.read(START)
        size = file.seek(0, os.SEEK_END)
        file.seek(max(size - len(TABLE_END), 0))
        end = file.read()
    if start.startswith(b"PK"):
        return _read_zip(path)
    if start.startswith(HDF5):
        # It takes a tenth of a second.
        from deeplab_family.weights.files.keras_h5 import read_keras_h5

        return read_keras_h5(path)
    if is_torch_legacy(start[:32]):
        return read_torch_legacy(path)
    if is_safetensors(start, size):
        return read_safetensors(path)
    if prefix := checkpoint_prefix(path):
        return read_tf_checkpoint(prefix)
    raise WeightsError(_unknown(start, end))


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
        f"it is a zip archive, but neither of PyTorch nor of Keras. {FORMATS}"
    )


def _unknown(start: bytes, end: bytes) -> str:
    if not start:
        return "it is empty. Fetch it again"
    if end == TABLE_END:
        return (
            "it is a TensorFlow checkpoint in one file, of before 2016, or an "
            ".index file under another name. Save it again with "
            "`tf.compat.v1.train.Saver`, or give it its name back"
        )
    if start[TAR] == b"ustar":
        return f"it is a tar archive: unpack it first. {FORMATS}"
    for first, words in UNKNOWN.items():
        if start.startswith(first):
            return words
    return f"its format is unknown. {FORMATS}"


def _refuse_hidden_characters(names: list[str]):
    """Such as those that move a terminal's cursor."""
    for name in names:
        if not name.isprintable():
            raise WeightsError(
                f"it has the name {ascii(name[:60])}, with characters that "
                "cannot be printed: it is damaged or tampered with"
            )
