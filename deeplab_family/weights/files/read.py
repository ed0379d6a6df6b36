"""Reading a file of weights, whatever its format."""

from collections.abc import Mapping
from pathlib import Path

import numpy as np

from deeplab_family.weights.errors import WeightsError
from deeplab_family.weights.files.torch_legacy import read_torch_legacy


def read_arrays(path: Path) -> Mapping[str, np.ndarray]:
    """The arrays of a file by their names, in the file's order.

    Raises:
        WeightsError: if there is no such file, or it is damaged, unsafe or of
            an unknown format; the message begins with the path.
    """
    if not path.is_file():
        raise WeightsError(f"{path}: there is no such file")
    return read_torch_legacy(path)
