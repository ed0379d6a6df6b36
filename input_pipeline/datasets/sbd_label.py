"""Reads the class ids of one MATLAB file of the SBD."""

from pathlib import Path

import numpy as np

from input_pipeline.datasets.mat_file import read_uint8_field
from input_pipeline.errors import DataError
from input_pipeline.sample import IGNORE_LABEL

LAST_CLASS = 20


def read_sbd_label(path: Path) -> np.ndarray:
    """Reads `GTcls.Segmentation` of a file in the folder `cls`.

    Returns:
        uint8 class ids of PASCAL VOC, shape `(height, width)`.

    Raises:
        DataError: if the file is missing or damaged or holds something else.
    """
    try:
        content = path.read_bytes()
        ids = read_uint8_field(content, "GTcls", "Segmentation")
    except OSError as error:
        raise DataError(
            f"{path} cannot be read: {error.strerror or error}"
        ) from error
    except ValueError as error:
        raise DataError(
            f"{path} is not a readable label of the SBD ({error}). Unpack "
            "the archive again"
        ) from error
    if np.any((ids > LAST_CLASS) & (ids != IGNORE_LABEL)):
        raise DataError(
            f"{path} holds ids up to {ids.max()}; allowed are 0 to "
            f"{LAST_CLASS}. Unpack the archive again"
        )
    return ids
