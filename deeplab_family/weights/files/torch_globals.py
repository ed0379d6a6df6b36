"""Names that PyTorch's state dicts may use, and what they stand for here.

Source: pytorch/pytorch `torch/_weights_only_unpickler.py` for the names.
"""

from typing import Any

from deeplab_family.weights.errors import WeightsError
from deeplab_family.weights.files.torch_tensor import (
    MOST_DIMENSIONS,
    Storage,
    Tensor,
)

LARGEST_KEY = 2**60
"""Of numbers in dictionaries: below it all have hashes of their own."""

SAVE_PLAIN = (
    "Save a plain state dict, `torch.save(model.state_dict(), 'weights.pth')`, "
    "or safetensors"
)


class StorageType:
    """A class such as `torch.FloatStorage`, which is nothing but a name."""

    def __init__(self, dtype: str):
        self.dtype = dtype


class StateDict(dict):
    """An OrderedDict, which may be given attributes; they are dropped."""


class Options:
    """An `argparse.Namespace`, as torchvision's training scripts keep theirs
    beside the weights; what it holds is dropped.
    """


def set_items(dictionary: dict, keys: list[Any], values: list[Any]):
    """Sets items of a dictionary, by keys that take no time to hash.

    Raises:
        WeightsError: for other keys.
    """
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


def _ordered_dict(pairs=None) -> StateDict:
    result = StateDict()
    if pairs is None:
        return result
    # Python 2 wrote the items here, as pairs. The list is emptied, so that a
    # file cannot have it copied over and over.
    if type(pairs) is not list:
        raise TypeError("no list of pairs")
    for key, value in pairs:
        set_items(result, [key], [value])
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


def storage_of(saved: Any) -> Storage:
    """Storage that a tensor views, from a persistent id."""
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
    if (type(kind), type(key)) != (StorageType, str) or _count(count) < 0:
        raise TypeError("no storage")
    return Storage(key, kind.dtype, count)


CALLABLE = (_ordered_dict, _size, _parameter, _tensor, Options)
GIVEN_ATTRIBUTES = (StateDict, Options)
"""What a file may give attributes, which are dropped."""

GLOBALS: dict[tuple[str, str], Any] = {
    ("argparse", "Namespace"): Options,
    ("collections", "OrderedDict"): _ordered_dict,
    ("torch", "Size"): _size,
    ("torch._utils", "_rebuild_parameter"): _parameter,
    ("torch._utils", "_rebuild_tensor_v2"): _tensor,
    ("torch", "FloatStorage"): StorageType("float32"),
    ("torch", "HalfStorage"): StorageType("float16"),
    ("torch", "BFloat16Storage"): StorageType("bfloat16"),
    ("torch", "DoubleStorage"): StorageType("float64"),
    ("torch", "LongStorage"): StorageType("int64"),
    ("torch", "IntStorage"): StorageType("int32"),
    ("torch", "ShortStorage"): StorageType("int16"),
    ("torch", "CharStorage"): StorageType("int8"),
    ("torch", "ByteStorage"): StorageType("uint8"),
    ("torch", "BoolStorage"): StorageType("bool"),
}
"""All that a file may name."""
