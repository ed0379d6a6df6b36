"""Restricted unpickler of PyTorch's state dicts.

A pickle is a program for a stack machine. This machine knows only the
instructions that write numbers, strings, lists, dictionaries and tensors; it
imports nothing, and a name in a file is only ever looked up in `GLOBALS`.
Python's own unpickler, restricted by `find_class`, would still reserve memory
as a file demands and hash what a file nests. Instructions are decoded by the
standard library's `pickletools`.
"""

import dataclasses
import pickletools
from collections.abc import Callable
from typing import Any, BinaryIO

from deeplab_family.weights.errors import WeightsError
from deeplab_family.weights.files.torch_globals import (
    CALLABLE,
    GIVEN_ATTRIBUTES,
    GLOBALS,
    SAVE_PLAIN,
    set_items,
    storage_of,
)
from deeplab_family.weights.files.torch_tensor import Storage

LARGEST = 2**24
"""Bytes of a pickle, at most; that of a large network has a few 100,000."""

MOST_INSTRUCTIONS = 2**20


@dataclasses.dataclass(frozen=True)
class Unpickled:
    """Unpickled value and the storages that it views.

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
        set_items(self.stack[-1], items[::2], items[1::2])

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
                "read: nothing that a file names is imported or run. "
                f"{SAVE_PLAIN}"
            )
        self.stack.append(known)

    def storage(self, _):
        storage = storage_of(*self.take(1))
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
        """An OrderedDict's `_metadata`, the options of a training script."""
        (attributes,) = self.take(1)
        given = type(self.stack[-1]) in GIVEN_ATTRIBUTES
        if not given or type(attributes) is not dict:
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
    "NEWOBJ": _Machine.call,
    "BUILD": _Machine.drop_attributes,
}
