"""Translation of a file's arrays into the paths of our variables."""

from collections.abc import Mapping

import numpy as np

from deeplab_family.weights.errors import WeightsError


class Translation:
    """Arrays of a file on their way into a network.

    A source takes arrays by the names of the file and puts them, transposed
    where needed, under the paths of our variables. What it took and what it
    left is known afterwards.

    Args:
        arrays: by the names of the file.

    Attributes:
        values: arrays by the path of a variable, such as "stem/conv/kernel".
    """

    def __init__(self, arrays: Mapping[str, np.ndarray]):
        self.arrays = arrays
        self.values: dict[str, np.ndarray] = {}
        self._taken: set[str] = set()

    def __contains__(self, name: str) -> bool:
        return name in self.arrays

    def take(self, name: str) -> np.ndarray:
        """The array of that name, as it is in the file.

        Raises:
            WeightsError: if the file has none.
        """
        if name not in self.arrays:
            raise WeightsError(
                f"the array {name!r} is missing: the file is cut short, or of "
                "another network"
            )
        self._taken.add(name)
        return np.asarray(self.arrays[name])

    def put(self, path: str, value: np.ndarray):
        """Keeps a value for the variable at that path."""
        self.values[path] = value

    @property
    def left(self) -> tuple[str, ...]:
        """Names that nobody took, in the order of the file."""
        return tuple(name for name in self.arrays if name not in self._taken)


def put_batch_norm(
    translation: Translation,
    path: str,
    gamma: np.ndarray,
    beta: np.ndarray,
    mean: np.ndarray,
    variance: np.ndarray,
    epsilon: float,
    our_epsilon: float,
):
    """Keeps a batch normalization that another epsilon was trained with.

    The difference goes into the moving variance, so that inference is exact.

    Args:
        translation: where the values go.
        path: of our layer, such as "stem/bn".
        gamma, beta, mean, variance: one value a channel.
        epsilon: of the source.
        our_epsilon: of our layer.
    """
    difference = np.float64(epsilon) - np.float64(our_epsilon)
    shifted = (variance.astype(np.float64) + difference).astype(np.float32)
    translation.put(f"{path}/gamma", gamma)
    translation.put(f"{path}/beta", beta)
    translation.put(f"{path}/moving_mean", mean)
    translation.put(f"{path}/moving_variance", shifted)


def put_normalization(translation: Translation, mean, scale):
    """Keeps the pixels' normalization that the weights were trained with.

    Args:
        translation: where the values go.
        mean: RGB, of pixels in 0..255.
        scale: factor after the subtraction; a number, or one a channel.
    """
    whole = np.broadcast_to(np.asarray(scale, np.float32), (3,))
    translation.put("normalization/mean", np.asarray(mean, np.float32))
    translation.put("normalization/scale", whole)
