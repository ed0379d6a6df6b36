"""Tensors of PyTorch: strided views of a storage, with their bounds checked."""

import dataclasses
import math

import numpy as np

from deeplab_family.weights.errors import WeightsError

MOST_DIMENSIONS = 32
"""Axes that NumPy can do, in every version of it."""


@dataclasses.dataclass(frozen=True)
class Storage:
    """A row of numbers in a file, which tensors are views of.

    Attributes:
        key: its name in the file.
        dtype: of the numbers, a key of `stored_types.STORED`.
        count: how many.
    """

    key: str
    dtype: str
    count: int


@dataclasses.dataclass(frozen=True)
class Tensor:
    """A view of a storage; all numbers count elements, not bytes.

    Attributes:
        storage: what it is a view of.
        offset: of its first element.
        shape: of the tensor.
        strides: from one element to the next along each axis.
    """

    storage: Storage
    offset: int
    shape: tuple[int, ...]
    strides: tuple[int, ...]

    def __post_init__(self):
        problem = self._problem()
        if problem:
            raise WeightsError(
                f"a tensor of shape {self.shape}, strides {self.strides} and "
                f"offset {self.offset} {problem}. The file is damaged or "
                "tampered with: fetch it again"
            )

    @property
    def size(self) -> int:
        """Number of elements."""
        return math.prod(self.shape)

    def of(self, values: np.ndarray) -> np.ndarray:
        """The tensor as an array.

        Args:
            values: all numbers of its storage, `(storage.count,)`.
        """
        if not self.size:
            return np.empty(self.shape, values.dtype)
        step = values.itemsize
        return np.lib.stride_tricks.as_strided(
            values[self.offset :],
            self.shape,
            [stride * step for stride in self.strides],
            writeable=False,
        )

    def _problem(self) -> str:
        if len(self.shape) != len(self.strides):
            return "has another number of strides than axes"
        if min((self.offset, *self.shape, *self.strides)) < 0:
            return "has a negative number in it"
        if self.size > self.storage.count:
            # Also what `expand` gives: few bytes that pose as many.
            return f"has more elements than its storage, {self.storage.count}"
        steps = zip(self.shape, self.strides, strict=True)
        last = self.offset + sum((n - 1) * stride for n, stride in steps)
        if self.size and last >= self.storage.count:
            return f"reaches beyond its storage of {self.storage.count}"
        return ""
