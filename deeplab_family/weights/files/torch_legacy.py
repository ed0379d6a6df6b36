"""PyTorch checkpoints of before version 1.6: pickles, then raw storages.

Five pickles follow one another (a magic number, the protocol, the machine's
byte order, the state dict, the storages' keys); then each storage, its number
of elements before it.
"""

import io
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np

from deeplab_family.weights.errors import WeightsError
from deeplab_family.weights.files.named_arrays import NamedArrays
from deeplab_family.weights.files.state_dict import named_tensors
from deeplab_family.weights.files.stored_types import numbers, width_of
from deeplab_family.weights.files.torch_pickle import LARGEST, unpickle
from deeplab_family.weights.files.torch_tensor import Storage

MAGIC = 0x1950A86A20F9469CFC6C
PROTOCOL = 1001
AGAIN = "Fetch it again"


def is_torch_legacy(start: bytes) -> bool:
    """Whether a file that starts so (32 bytes) may be one."""
    return start[:1] == b"\x80" and MAGIC.to_bytes(10, "little") in start


def read_torch_legacy(path: Path) -> NamedArrays:
    """The tensors of a checkpoint by their names.

    Raises:
        WeightsError: if it is damaged, or holds anything but tensors in
            dictionaries; the message says what, `read_arrays` adds the path.
    """
    with path.open("rb") as file:
        head = io.BytesIO(file.read(LARGEST))
        magic, protocol, machine, saved, keys = (
            unpickle(head) for _ in range(5)
        )
        _refuse_foreign(magic.value, protocol.value, machine.value)
        file.seek(head.tell())
        places = _places(file, saved.storages, keys.value)
        return named_tensors(
            saved.value,
            lambda storage: _values(file, storage, places[storage.key]),
            "PyTorch (before 1.6)",
        )


def _refuse_foreign(magic: Any, protocol: Any, machine: Any):
    if (magic, protocol) != (MAGIC, PROTOCOL):
        raise WeightsError(
            f"it is no PyTorch checkpoint of protocol {PROTOCOL}: fetch it "
            "again, or load it in PyTorch and save its state dict"
        )
    if (
        not isinstance(machine, dict)
        or machine.get("little_endian") is not True
    ):
        raise WeightsError(
            "it was written on a big-endian machine: load it in PyTorch and "
            "save it again on another one"
        )


def _places(file: BinaryIO, storages: dict[str, Storage], keys: Any):
    """Where the numbers of each storage begin; accounts for every byte."""
    if not isinstance(keys, list) or set(map(_text, keys)) != set(storages):
        raise WeightsError(f"it lists other storages than it uses. {AGAIN}")
    places = {}
    for key in keys:
        storage = storages[key]
        if file.read(8) != storage.count.to_bytes(8, "little"):
            raise WeightsError(f"it is cut short or damaged. {AGAIN}")
        places[key] = file.tell()
        file.seek(storage.count * width_of(storage.dtype), io.SEEK_CUR)
    end = file.tell()
    size = file.seek(0, io.SEEK_END)
    if size != end:
        state = "cut short" if size < end else "longer than it says, so damaged"
        raise WeightsError(
            f"it is {state}: {size:,} bytes where {end:,} belong. {AGAIN}"
        )
    return places


def _text(key: Any) -> str:
    # Other things could take for ever to hash.
    if type(key) is not str:
        raise WeightsError(f"it lists a storage without a name. {AGAIN}")
    return key


def _values(file: BinaryIO, storage: Storage, place: int) -> np.ndarray:
    file.seek(place)
    content = file.read(storage.count * width_of(storage.dtype))
    return numbers(content, storage.dtype)
