"""Files as PyTorch writes them, without PyTorch.

Python's own pickler writes them. It is shown classes that have PyTorch's names
and reduce themselves as PyTorch's do.
"""

import collections
import contextlib
import io
import pickle
import struct
import sys
import types
import zipfile
from unittest import mock

import numpy as np

TYPES = {
    "float32": "FloatStorage",
    "float16": "HalfStorage",
    "bfloat16": "BFloat16Storage",
    "float64": "DoubleStorage",
    "int64": "LongStorage",
    "int32": "IntStorage",
    "int16": "ShortStorage",
    "int8": "CharStorage",
    "uint8": "ByteStorage",
    "bool": "BoolStorage",
}
MAGIC = 0x1950A86A20F9469CFC6C
MACHINE = {
    "protocol_version": 1001,
    "little_endian": True,
    "type_sizes": {"short": 2, "int": 4, "long": 4},
}


class Storage:
    """A storage, of raw bytes."""

    def __init__(self, key, kind, content, count=None):
        self.key, self.kind, self.content = key, kind, content
        width = 2 if kind == "bfloat16" else np.dtype(kind).itemsize
        self.count = len(content) // width if count is None else count


class Tensor:
    """A view of a storage, in elements."""

    def __init__(self, storage, shape, strides, offset=0, *, parameter=False):
        self.view = (storage, offset, shape, strides)
        self.parameter = parameter

    def __reduce__(self):
        utils = sys.modules["torch._utils"]
        hooks = collections.OrderedDict()
        if self.parameter:
            plain = Tensor(*self._arguments())
            return utils._rebuild_parameter, (plain, True, hooks)
        return utils._rebuild_tensor_v2, (*self.view, False, hooks)

    def _arguments(self):
        storage, offset, shape, strides = self.view
        return storage, shape, strides, offset


def tensor_of(array, key="0", **more):
    """A contiguous tensor with a storage of its own."""
    steps = tuple(s // array.itemsize for s in array.strides)
    storage = Storage(key, str(array.dtype), array.tobytes())
    return Tensor(storage, array.shape, steps, **more)


def tensors_of(arrays, **more):
    """A state dict as `module.state_dict()` gives it, attributes included."""
    state = collections.OrderedDict()
    for key, (name, array) in enumerate(arrays.items()):
        state[name] = tensor_of(array, str(key), **more)
    state._metadata = collections.OrderedDict({"": {"version": 1}})
    return state


@contextlib.contextmanager
def names_of_torch():
    """Modules of PyTorch's names, for a pickler to look names up in."""
    torch, utils = types.ModuleType("torch"), types.ModuleType("torch._utils")
    for name in TYPES.values():
        setattr(torch, name, type(name, (), {"__module__": "torch"}))
    torch.Size = type(
        "Size",
        (tuple,),
        {
            "__module__": "torch",
            "__reduce__": lambda self: (torch.Size, (tuple(self),)),
        },
    )
    for name in ("_rebuild_tensor_v2", "_rebuild_parameter"):
        function = types.FunctionType((lambda *_: None).__code__, {}, name)
        function.__module__ = "torch._utils"
        function.__qualname__ = name
        setattr(utils, name, function)
    torch._utils = utils
    modules = {"torch": torch, "torch._utils": utils}
    with mock.patch.dict(sys.modules, modules):
        yield torch


class _Pickler(pickle.Pickler):
    def __init__(self, file, protocol, legacy):
        super().__init__(file, protocol)
        self.storages = {}
        self.view = (None,) if legacy else ()

    def persistent_id(self, item):
        if not isinstance(item, Storage):
            return None
        self.storages[item.key] = item
        kind = getattr(sys.modules["torch"], TYPES[item.kind])
        return ("storage", kind, item.key, "cpu", item.count, *self.view)


def pickled(saved, *, protocol=2, legacy=False):
    """The pickle of anything, and the storages that it names."""
    file = io.BytesIO()
    with names_of_torch():
        pickler = _Pickler(file, protocol, legacy)
        pickler.dump(saved)
    return file.getvalue(), pickler.storages


def write_zip(path, saved, *, root="archive", protocol=2, members=()):
    """A checkpoint of version 1.6 and later."""
    content, storages = pickled(saved, protocol=protocol)
    return write_members(
        path,
        {
            f"{root}/data.pkl": content,
            f"{root}/byteorder": b"little",
            **{f"{root}/data/{s.key}": s.content for s in storages.values()},
            f"{root}/version": b"3\n",
            **dict(members),
        },
    )


def write_members(path, members, compression=zipfile.ZIP_STORED):
    """A zip archive of these members."""
    with zipfile.ZipFile(path, "w", compression) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return path


def write_legacy(path, saved, *, protocol=2, machine=MACHINE):
    """A checkpoint of before version 1.6."""
    content, storages = pickled(saved, protocol=protocol, legacy=True)
    keys = sorted(storages)
    parts = [
        *(pickle.dumps(x, protocol) for x in (MAGIC, 1001, machine)),
        content,
        pickle.dumps(keys, protocol),
    ]
    for key in keys:
        storage = storages[key]
        parts += [struct.pack("<q", storage.count), storage.content]
    path.write_bytes(b"".join(parts))
    return path
