"""Restricted unpickler of PyTorch's state dicts.

A pickle is a program for a stack machine. This machine knows only the
instructions that write numbers, strings, lists, dictionaries and tensors; it
imports nothing, and a name in a file is only ever looked up in `GLOBALS`.
Python's own unpickler, restricted by `find_class`, would still reserve memory
as a file demands and hash what a file nests. Instructions are decoded by the
standard library's `pickletools`.

Source: pytorch/pytorch `torch/_weights_only_unpickler.py` for the names.
"""

import dataclasses
import pickletools
from collections.abc import Callable
from typing import Any, BinaryIO

from deeplab_family.weights.errors import WeightsError
from deeplab_family.weights.files.torch_tensor import (
    MOST_DIMENSIONS,
    Storage,
    Tensor,
)

LARGEST = 2**24
"""Bytes of a pickle, at most; that of a large network has a few 100,000."""

MOST_INSTRUCTIONS = 2**20
LARGEST_KEY = 2**60
"""Of numbers in dictionaries: below it all have hashes of their own."""

SAVE_PLAIN = (
    "Save a plain state dict, `torch.save(model.state_dict(), 'weights.pth')`, "
    "or safetensors"
)


@dataclasses.dataclass(frozen=True)
class Unpickled:
    """What a pickle holds.

    Attributes:
        value: of dictionaries, lists, tuples, strings, numbers, `Tensor`s.
        storages: those that its tensors view, by their keys.
    """

    value: Any
    storages: dict[str, Storage]


def unpickle(file: BinaryIO) -> Unpickled:
    """Reads one pickle.

    Args:
        file: at the beginning of the pickle, and at its end afterwards. Give
            one in memory (`io.BytesIO`): it is asked for as many bytes as the
            pickle claims.

    Raises:
        WeightsError: if it is damaged or holds anything else.
    """
    machine = _Machine()
    try:
        for count, (code, argument, _) in enumerate(pickletools.genops(file)):
            if count >= MOST_INSTRUCTIONS:
                raise WeightsError(
                    f"its pickle has more than {MOST_INSTRUCTIONS:,} "
                    f"instructions, which no state dict needs. {SAVE_PLAIN}"
                )
            machine.step(code.name, argument)
        (value,) = machine.stack
        return Unpickled(value, machine.storages)
    except (ValueError, IndexError, KeyError, TypeError) as error:
        if isinstance(error, WeightsError):
            raise
        # Of pickletools: cut short. Of the stack: nothing there to take.
        raise WeightsError(
            "its pickle is damaged or cut short: fetch the file again"
        ) from error


class _StorageType:
    """A class such as `torch.FloatStorage`, which is nothing but a name."""

    def __init__(self, dtype: str):
        self.dtype = dtype


class _OrderedDict(dict):
    """A dictionary that may be given attributes, which are dropped."""


class _Machine:
    """Stack, marks, memo, and what each instruction does with them."""

    def __init__(self):
        self.stack: list[Any] = []
        self.marks: list[int] = []
        self.memo: dict[int, Any] = {}
        self.storages: dict[str, Storage] = {}

    def step(self, name: str, argument: Any):
        """Does one instruction.

        Raises:
            WeightsError: if it is not one of those that are known.
            IndexError, KeyError, TypeError: if it finds nothing to work on.
        """
        if name in IGNORED:
            return
        if name in CONSTANTS:
            self.stack.append(CONSTANTS[name]())
        elif name in VALUES:
            self.stack.append(argument)
        elif name in INSTRUCTIONS:
            INSTRUCTIONS[name](self, argument)
        else:
            raise WeightsError(
                f"its pickle uses the instruction {name}, which no state dict "
                f"needs and which is not obeyed. {SAVE_PLAIN}"
            )

    def take(self, count: int) -> list[Any]:
        """The last items of the stack, which leave it."""
        start = len(self.stack) - count
        if start < (self.marks[-1] if self.marks else 0):
            raise IndexError("the stack ends early")
        items = self.stack[start:]
        del self.stack[start:]
        return items

    def mark(self, _):
        self.marks.append(len(self.stack))

    def take_marked(self) -> list[Any]:
        """The items since the last mark; they and it leave the stack."""
        items = self.take(len(self.stack) - self.marks[-1])
        self.marks.pop()
        return items

    def tuple_of(self, items: list[Any]):
        self.stack.append(tuple(items))

    def append(self, items: list[Any]):
        if type(self.stack[-1]) is not list:
            raise TypeError("no list")
        self.stack[-1].extend(items)

    def set_items(self, items: list[Any]):
        if not isinstance(self.stack[-1], dict):
            raise TypeError("no dictionary")
        _update(self.stack[-1], items[::2], items[1::2])

    def put(self, index: int | None):
        index = len(self.memo) if index is None else index
        self.memo[index] = self.stack[-1]

    def get(self, index: int):
        self.stack.append(self.memo[index])

    def name(self, module: Any, name: Any):
        if (type(module), type(name)) != (str, str):
            raise TypeError("no name")
        known = GLOBALS.get((module, name))
        if known is None:
            raise WeightsError(
                f"it holds {f'{module}.{name}'[:100]!r}, which is not "
                f"read: nothing that a file names is imported or run. {SAVE_PLAIN}"
            )
        self.stack.append(known)

    def storage(self, _):
        storage = _storage(*self.take(1))
        if self.storages.setdefault(storage.key, storage) != storage:
            raise WeightsError(
                f"its storage {storage.key[:40]!r} has two types or sizes: it "
                "is damaged or tampered with. Fetch it again"
            )
        self.stack.append(storage)

    def call(self, _):
        function, arguments = self.take(2)
        if type(arguments) is not tuple or function not in CALLABLE:
            raise WeightsError(
                f"its pickle calls what is no function. {SAVE_PLAIN}"
            )
        self.stack.append(function(*arguments))

    def drop_attributes(self, _):
        """An OrderedDict's attributes: `_metadata`, versions of modules."""
        (attributes,) = self.take(1)
        if (type(self.stack[-1]), type(attributes)) != (_OrderedDict, dict):
            raise WeightsError(
                f"its pickle gives attributes to an object. {SAVE_PLAIN}"
            )


IGNORED = {"PROTO", "FRAME", "STOP"}
CONSTANTS: dict[str, Callable] = {
    "NONE": lambda: None,
    "NEWTRUE": lambda: True,
    "NEWFALSE": lambda: False,
    "EMPTY_LIST": list,
    "EMPTY_DICT": dict,
    "EMPTY_TUPLE": tuple,
}
VALUES = {
    *("BININT", "BININT1", "BININT2", "LONG1", "BINFLOAT"),
    *("BINUNICODE", "SHORT_BINUNICODE", "BINUNICODE8"),
    *("BINSTRING", "SHORT_BINSTRING"),
}
INSTRUCTIONS: dict[str, Callable[[_Machine, Any], None]] = {
    "MARK": _Machine.mark,
    "TUPLE": lambda machine, _: machine.tuple_of(machine.take_marked()),
    "TUPLE1": lambda machine, _: machine.tuple_of(machine.take(1)),
    "TUPLE2": lambda machine, _: machine.tuple_of(machine.take(2)),
    "TUPLE3": lambda machine, _: machine.tuple_of(machine.take(3)),
    "APPEND": lambda machine, _: machine.append(machine.take(1)),
    "APPENDS": lambda machine, _: machine.append(machine.take_marked()),
    "SETITEM": lambda machine, _: machine.set_items(machine.take(2)),
    "SETITEMS": lambda machine, _: machine.set_items(machine.take_marked()),
    "BINPUT": _Machine.put,
    "LONG_BINPUT": _Machine.put,
    "MEMOIZE": _Machine.put,
    "BINGET": _Machine.get,
    "LONG_BINGET": _Machine.get,
    "GLOBAL": lambda machine, name: machine.name(*name.split(" ", 1)),
    "STACK_GLOBAL": lambda machine, _: machine.name(*machine.take(2)),
    "BINPERSID": _Machine.storage,
    "REDUCE": _Machine.call,
    "BUILD": _Machine.drop_attributes,
}


def _update(dictionary: dict, keys: list[Any], values: list[Any]):
    for key, value in zip(keys, values, strict=True):
        # The hash of nested tuples takes forever, and numbers above 2**61
        # can be chosen so that all have one hash.
        plain = type(key) is str or (
            type(key) is int and abs(key) < LARGEST_KEY
        )
        if not plain:
            raise WeightsError(
                "its pickle holds a dictionary whose keys are neither names "
                f"nor small numbers. {SAVE_PLAIN}"
            )
        dictionary[key] = value


def _ordered_dict(pairs=None) -> _OrderedDict:
    result = _OrderedDict()
    if pairs is None:
        return result
    # Python 2 wrote the items here, as pairs. The list is emptied, so that a
    # file cannot have it copied over and over.
    if type(pairs) is not list:
        raise TypeError("no list of pairs")
    for key, value in pairs:
        _update(result, [key], [value])
    pairs.clear()
    return result


def _size(axes=()) -> tuple[int, ...]:
    """A shape, or the strides, of which a file may give few and plain ones."""
    if type(axes) not in (tuple, list) or len(axes) > MOST_DIMENSIONS:
        raise WeightsError(
            f"it holds a tensor of more than {MOST_DIMENSIONS} axes: it is "
            "damaged or tampered with. Fetch it again"
        )
    return tuple(_count(axis) for axis in axes)


def _count(number) -> int:
    if type(number) is not int or abs(number) >= 2**63:
        raise TypeError("no number of elements")
    return number


def _parameter(data, _requires_grad, _hooks) -> Tensor:
    if type(data) is not Tensor:
        raise TypeError("no tensor")
    return data


def _tensor(
    storage, offset, shape, strides, _requires_grad, _hooks, metadata=None
) -> Tensor:
    if type(storage) is not Storage:
        raise TypeError("no storage")
    if metadata:
        raise WeightsError(
            "it holds a tensor that is conjugated or negated when it is read. "
            f"{SAVE_PLAIN}"
        )
    return Tensor(storage, _count(offset), _size(shape), _size(strides))


def _storage(saved: Any) -> Storage:
    """What a persistent id says: the storage that a tensor views."""
    if type(saved) is not tuple or saved[:1] != ("storage",):
        raise WeightsError(
            "it holds a whole network, whose code would have to run, or is "
            f"tampered with. {SAVE_PLAIN}"
        )
    # Before version 1.6, a view of a storage comes last, or None.
    _, kind, key, _, count, *view = saved
    if view not in ([], [None]):
        raise WeightsError(
            f"it holds a view of a storage, of before 2017. {SAVE_PLAIN}"
        )
    if (type(kind), type(key)) != (_StorageType, str) or _count(count) < 0:
        raise TypeError("no storage")
    return Storage(key, kind.dtype, count)


CALLABLE = (_ordered_dict, _size, _parameter, _tensor)
GLOBALS: dict[tuple[str, str], Any] = {
    ("collections", "OrderedDict"): _ordered_dict,
    ("torch", "Size"): _size,
    ("torch._utils", "_rebuild_parameter"): _parameter,
    ("torch._utils", "_rebuild_tensor_v2"): _tensor,
    ("torch", "FloatStorage"): _StorageType("float32"),
    ("torch", "HalfStorage"): _StorageType("float16"),
    ("torch", "BFloat16Storage"): _StorageType("bfloat16"),
    ("torch", "DoubleStorage"): _StorageType("float64"),
    ("torch", "LongStorage"): _StorageType("int64"),
    ("torch", "IntStorage"): _StorageType("int32"),
    ("torch", "ShortStorage"): _StorageType("int16"),
    ("torch", "CharStorage"): _StorageType("int8"),
    ("torch", "ByteStorage"): _StorageType("uint8"),
    ("torch", "BoolStorage"): _StorageType("bool"),
}
"""All that a file may name."""
