"""Reads the class ids of one MATLAB file of the SBD."""

from pathlib import Path

import numpy as np

from input_pipeline.errors import DataError
from input_pipeline.sample import IGNORE_LABEL

LAST_CLASS = 20


def read_sbd_label(path: Path) -> np.ndarray:
    """Reads `GTcls.Segmentation` of a file in the folder `cls`.

    Returns:
        uint8 class ids of PASCAL VOC, shape `(height, width)`.

    Raises:
        DataError: if the file is missing or damaged or holds something else,
            or scipy is not installed.
    """
    try:
        from scipy.io import loadmat
    except ImportError as error:
        raise DataError(
            "the .mat files of the SBD need scipy. Install it with "
            "`pip install 'deeplab-family[datasets]'`"
        ) from error
    try:
        content = loadmat(path, squeeze_me=True, struct_as_record=False)
        ids = np.asarray(content["GTcls"].Segmentation)
    except Exception as error:  # scipy's reader raises whatever it trips over
        raise DataError(
            f"{path} is not a readable label of the SBD ({error!r}). Unpack "
            "the archive again"
        ) from error
    known = ids.ndim == 2 and ids.dtype == np.uint8 and ids.size > 0
    if not known or np.any((ids > LAST_CLASS) & (ids != IGNORE_LABEL)):
        raise DataError(
            f"{path} must hold uint8 ids 0 to {LAST_CLASS} of shape (height, "
            f"width) as GTcls.Segmentation. Found {ids.dtype} of shape "
            f"{ids.shape}. Unpack the archive again"
        )
    return ids
