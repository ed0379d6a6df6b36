"""Which class ids the label files hold."""

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import tensorflow as tf

from input_pipeline.decode.label import decode_label
from input_pipeline.decode.png_header import label_problem
from input_pipeline.errors import DataError
from input_pipeline.sample import IGNORE_LABEL

BINARY_HINT = (
    "the only ids are 0 and 255, as in a black and white mask, and 255 means "
    "'ignore' here. Save the mask with ids 0 and 1 (divide it by 255)"
)


def count_ids(path: Path) -> np.ndarray:
    """Counts the pixels of each id in one label file.

    Returns:
        int64 array of shape `(256,)`.

    Raises:
        DataError: if the file cannot be read as class ids.
    """
    encoded = path.read_bytes()
    problem = label_problem(encoded)
    if problem:
        raise DataError(f"{path} {problem}")
    try:
        ids = decode_label(tf.constant(encoded)).numpy()
    except tf.errors.OpError as error:
        raise DataError(
            f"{path} cannot be decoded: truncated or damaged"
        ) from error
    return np.bincount(ids.ravel(), minlength=256)


def find_num_classes(paths: Sequence[Path]) -> int:
    """Finds the number of classes: the largest id in any label, plus one.

    Raises:
        DataError: if a label cannot be read, or none holds a class.
    """
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        counts = sum(pool.map(count_ids, paths), np.zeros(256, np.int64))
    used = np.flatnonzero(counts)
    classes = used[used != IGNORE_LABEL]
    folder = paths[0].parent.parent
    if classes.size == 0:
        raise DataError(f"every pixel of every label in {folder} is ignored")
    if used.tolist() == [0, IGNORE_LABEL]:
        raise DataError(f"in {folder} {BINARY_HINT}")
    return int(classes[-1]) + 1
