"""Outcomes of reading a file that was damaged on purpose."""

import numpy as np

from deeplab_family.weights.errors import WeightsError
from deeplab_family.weights.files.read import read_arrays


def outcome_of(path, expected):
    """ "refused", "equal" to the expected arrays, or "changed"; no other error.

    A refusal must begin with the path.
    """
    try:
        arrays = read_arrays(path)
    except WeightsError as error:
        assert str(error).startswith(f"{path}: ")
        return "refused"
    same = list(arrays) == list(expected) and all(
        np.array_equal(arrays[name], expected[name], equal_nan=True)
        for name in expected
        if arrays[name].dtype == expected[name].dtype
    )
    return "equal" if same else "changed"
