"""PyTorch checkpoints since version 1.6: zip archives of pickle and storages.

Members lie in one folder of any name: `data.pkl`, and `data/KEY` for each
storage. None is compressed, so nothing unpacks to more than the file has.

Source: pytorch/pytorch `caffe2/serialize/inline_container.cc`.
"""

import io
import struct
import zipfile
from pathlib import Path

import numpy as np

from deeplab_family.weights.errors import WeightsError
from deeplab_family.weights.files.named_arrays import NamedArrays
from deeplab_family.weights.files.state_dict import named_tensors
from deeplab_family.weights.files.stored_types import numbers, width_of
from deeplab_family.weights.files.torch_globals import SAVE_PLAIN
from deeplab_family.weights.files.torch_pickle import LARGEST, unpickle
from deeplab_family.weights.files.torch_tensor import Storage

PICKLE = "/data.pkl"
AGAIN = "Fetch it again"
TORCH_SCRIPT = f"it is TorchScript, a program with weights. {SAVE_PLAIN}"


def is_torch_zip(names: list[str]) -> bool:
    """Whether an archive of members of these names may be one."""
    return any(name.count("/") == 1 and name.endswith(PICKLE) for name in names)


def read_torch_zip(path: Path) -> NamedArrays:
    """The tensors of a checkpoint by their names.

    Raises:
        WeightsError: if it is damaged, TorchScript, or holds anything but
            tensors in dictionaries; the message says what, `read_arrays`
            adds the path.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            return _tensors(_Members(archive, path.stat().st_size))
    except DAMAGES as error:
        if isinstance(error, WeightsError):
            raise
        raise WeightsError(
            f"its zip archive is damaged or cut short ({str(error)[:99]}). "
            f"{AGAIN}"
        ) from error


DAMAGES = (
    zipfile.BadZipFile,
    # A wrong flag says encrypted, or a compression of the future.
    RuntimeError,
    NotImplementedError,
    # A wrong place or length.
    EOFError,
    OSError,
    OverflowError,
    ValueError,
    struct.error,
)
"""What `zipfile` raises on bytes that were changed."""


class _Members:
    """Files of an archive, checked before one is read."""

    def __init__(self, archive: zipfile.ZipFile, size: int):
        self.archive = archive
        members = archive.infolist()
        self.sizes = {member.filename: member.file_size for member in members}
        if len(self.sizes) < len(members):
            raise WeightsError(f"it holds two files of one name. {AGAIN}")
        for member in members:
            _refuse_packed(member)
        # Members that overlap would be read more than once.
        if sum(self.sizes.values()) > size:
            raise WeightsError(
                f"its members say that they have more bytes than it. {AGAIN}"
            )

    def read(self, name: str, size: int) -> bytes:
        """A whole member, of that size.

        Raises:
            WeightsError: if there is none, or it has another size.
        """
        if self.sizes.get(name) != size:
            raise WeightsError(
                f"{name[:60]!r} in it has {self.sizes.get(name)} bytes, not "
                f"{size}: it is damaged or tampered with. {AGAIN}"
            )
        return self.archive.read(name)


def _refuse_packed(member: zipfile.ZipInfo):
    if (
        member.compress_type != zipfile.ZIP_STORED
        or member.compress_size != member.file_size
    ):
        if "/code/" in member.filename:
            raise WeightsError(TORCH_SCRIPT)
        raise WeightsError(
            f"{member.filename[:60]!r} in it is compressed, which PyTorch "
            "never does: somebody packed it again. Take the original"
        )


def _tensors(members: _Members) -> NamedArrays:
    root = _root(list(members.sizes))
    for name in members.sizes:
        if name == f"{root}/constants.pkl" or name.startswith(f"{root}/code/"):
            raise WeightsError(TORCH_SCRIPT)
    order = f"{root}/byteorder"
    size = members.sizes.get(order, 0)
    if size and (size != 6 or members.read(order, 6) != b"little"):
        raise WeightsError(
            "it was written on a big-endian machine: load it in PyTorch and "
            "save it again on another one"
        )
    size = members.sizes[root + PICKLE]
    if size > LARGEST:
        raise WeightsError(
            f"its pickle has {size:,} bytes; that of a state dict has "
            f"{LARGEST:,} at most. {SAVE_PLAIN}"
        )
    saved = unpickle(io.BytesIO(members.read(root + PICKLE, size)))

    def values(storage: Storage) -> np.ndarray:
        name = f"{root}/data/{storage.key}"
        content = members.read(name, storage.count * width_of(storage.dtype))
        return numbers(content, storage.dtype)

    return named_tensors(saved.value, values, "PyTorch (zip)")


def _root(names: list[str]) -> str:
    roots = {name.partition("/")[0] for name in names}
    (root, *more) = sorted(roots)
    if more or root + PICKLE not in names:
        raise WeightsError(
            "it is a zip archive, but not of PyTorch, which puts all into one "
            f"folder. {AGAIN}"
        )
    return root
