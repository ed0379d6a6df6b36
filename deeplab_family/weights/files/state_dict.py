"""State dicts of PyTorch: the tensors of a checkpoint by their names."""

from collections.abc import Callable
from typing import Any

import numpy as np

from deeplab_family.weights.errors import WeightsError
from deeplab_family.weights.files.named_arrays import NamedArrays
from deeplab_family.weights.files.torch_globals import SAVE_PLAIN
from deeplab_family.weights.files.torch_tensor import Storage, Tensor

WRAPPERS = ("state_dict", "model_state_dict", "model")
"""Under which training scripts keep the state dict, beside optimizers."""

PARALLEL = "module."
"""What `DataParallel` puts before each name."""

MOST_TIMES = 20
ALWAYS_FINE = 2**26
"""Bytes that tensors may share; as `deeplab_family/inference/keras_file.py`."""

Values = Callable[[Storage], np.ndarray]


def named_tensors(saved: Any, values_of: Values, form: str) -> NamedArrays:
    """The tensors of a checkpoint.

    A state dict may lie in a dictionary under one of `WRAPPERS`, and all its
    names may begin with "module."; both are taken off.

    Args:
        saved: what `unpickle` gave.
        values_of: gives all numbers of a storage, `(count,)`.
        form: of the file, in words.

    Raises:
        WeightsError: if there is no tensor in it, or much more of them than
            the file has bytes.
    """
    tensors, skipped = _unwrap(saved)
    names = list(tensors)
    if all(name.startswith(PARALLEL) for name in names):
        names = [name.removeprefix(PARALLEL) for name in names]
    storages = {t.storage.key: t.storage for t in tensors.values()}
    values = {key: values_of(storages[key]) for key in storages}
    arrays = [
        tensor.of(values[tensor.storage.key]) for tensor in tensors.values()
    ]
    _refuse_multiples(arrays, list(values.values()))
    return NamedArrays(
        zip(names, arrays, strict=True), file_format=form, skipped=skipped
    )


def _unwrap(saved: Any) -> tuple[dict[str, Tensor], tuple[str, ...]]:
    """Tensors by name, and the names of everything else."""
    skipped: list[str] = []
    # Not for ever: a dictionary may hold itself.
    for _ in WRAPPERS:
        inside = next((n for n in WRAPPERS if _holds_dict(saved, n)), None)
        if inside is None:
            break
        skipped += [str(name) for name in saved if name != inside]
        saved = saved[inside]
    items = saved.items() if isinstance(saved, dict) else ()
    tensors = {
        name: value
        for name, value in items
        if type(name) is str and type(value) is Tensor
    }
    if not tensors:
        raise WeightsError(
            f"it holds {_found(saved)}, no tensors. {SAVE_PLAIN}"
        )
    skipped += [str(name) for name, _ in items if name not in tensors]
    return tensors, tuple(skipped)


def _holds_dict(saved: Any, name: str) -> bool:
    return isinstance(saved, dict) and isinstance(saved.get(name), dict)


def _found(saved: Any) -> str:
    if not isinstance(saved, dict):
        return f"a {type(saved).__name__}"
    names = [repr(name)[:40] for name, _ in zip(saved, range(5), strict=False)]
    return f"a dictionary of {', '.join(names) or 'nothing'}"


def _refuse_multiples(arrays: list[np.ndarray], values: list[np.ndarray]):
    declared = sum(array.nbytes for array in arrays)
    stored = sum(array.nbytes for array in values)
    if declared > max(ALWAYS_FINE, MOST_TIMES * stored):
        raise WeightsError(
            f"its tensors have {declared:,} bytes, which are {stored:,} bytes "
            "used over and over; PyTorch's networks have no such files"
        )
