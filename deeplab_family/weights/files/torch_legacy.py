"""PyTorch checkpoints of before version 1.6: pickles, then raw storages."""

import collections
import pickle
from collections.abc import Mapping
from pathlib import Path

import numpy as np

from deeplab_family.weights.errors import WeightsError

MAGIC = 0x1950A86A20F9469CFC6C


class _Storage:
    def __init__(self, key, size):
        self.key, self.size, self.values = key, size, None


class _Unpickler(pickle.Unpickler):
    def __init__(self, file):
        super().__init__(file)
        self.storages = {}
        self.tensors = []

    def find_class(self, module, name):
        if (module, name) == ("collections", "OrderedDict"):
            return collections.OrderedDict
        if (module, name) == ("torch._utils", "_rebuild_tensor_v2"):
            return self._rebuild
        if module == "torch" and name == "FloatStorage":
            return np.float32
        if module == "torch" and name == "LongStorage":
            return np.int64
        raise WeightsError(f"holds {module}.{name}, which is not read")

    def persistent_load(self, saved):
        _, dtype, key, _, size, *_ = saved
        if key not in self.storages:
            self.storages[key] = _Storage(key, size)
            self.storages[key].dtype = dtype
        return self.storages[key]

    def _rebuild(self, storage, offset, shape, stride, *_):
        return (storage, offset, tuple(shape), tuple(stride))


def read_torch_legacy(path: Path) -> Mapping[str, np.ndarray]:
    """The tensors of a state dict by their names.

    Raises:
        WeightsError: if the file is damaged or holds anything else.
    """
    with path.open("rb") as file:
        if pickle.Unpickler(file).load() != MAGIC:
            raise WeightsError(f"{path}: is no PyTorch checkpoint")
        pickle.Unpickler(file).load()
        pickle.Unpickler(file).load()
        reader = _Unpickler(file)
        state = reader.load()
        for key in pickle.Unpickler(file).load():
            storage = reader.storages[key]
            (count,) = np.fromfile(file, "<i8", 1)
            storage.values = np.fromfile(file, storage.dtype, count)
    return {name: _array(*tensor) for name, tensor in state.items()}


def _array(storage, offset, shape, stride):
    size = storage.values.itemsize
    return np.lib.stride_tricks.as_strided(
        storage.values[offset:], shape, [step * size for step in stride]
    ).copy()
