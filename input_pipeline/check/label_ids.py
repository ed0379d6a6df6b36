"""Which class ids the label files hold."""

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import tensorflow as tf

from input_pipeline.check.watched import counted
from input_pipeline.decode.label import stored_ids
from input_pipeline.decode.png_header import label_problem
from input_pipeline.errors import DataError
from input_pipeline.sample import IGNORE_LABEL


def count_label_ids(path: Path, encoded: bytes) -> np.ndarray:
    """Counts the pixels of each id that one label stores.

    Args:
        path: where the label lies, for messages.
        encoded: the bytes of the file.

    Returns:
        int64 array of shape `(256,)`.

    Raises:
        DataError: if the bytes cannot be read as class ids.
    """
    problem = label_problem(encoded)
    if problem:
        raise DataError(f"{path} {problem}")
    try:
        ids = stored_ids(tf.constant(encoded)).numpy()
    except (DataError, tf.errors.OpError) as error:
        raise DataError(
            f"{path} cannot be decoded: truncated or damaged "
            f"({len(encoded)} bytes)"
        ) from error
    return np.bincount(ids.ravel(), minlength=256)


def refuse_binary_ids(counts: np.ndarray, folder: Path) -> None:
    """Refuses black and white masks, whose white would be ignored.

    Args:
        counts: pixels of each id over all labels, shape `(256,)`.
        folder: where the labels lie, for the message.

    Raises:
        DataError: if 0 and 255 are the only ids.
    """
    if np.flatnonzero(counts).tolist() == [0, IGNORE_LABEL]:
        raise DataError(
            f"the labels in {folder} hold only the ids 0 and 255, as black "
            "and white masks do, and 255 means 'ignore' here. Save them with "
            "the ids 0 and 1 (divide them by 255)"
        )


def find_num_classes(paths: Sequence[Path]) -> int:
    """Finds the number of classes: the largest id in any label, plus one.

    Args:
        paths: one or more label files.

    Raises:
        DataError: if a label cannot be read, or none holds a class.
    """
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        each = pool.map(lambda p: count_label_ids(p, p.read_bytes()), paths)
        each = counted("counting classes", each, len(paths))
        counts = sum(each, np.zeros(256, np.int64))
    folder = paths[0].parent.parent
    refuse_binary_ids(counts, folder)
    classes = np.flatnonzero(counts[:IGNORE_LABEL])
    if classes.size == 0:
        raise DataError(f"every pixel of every label in {folder} is ignored")
    return int(classes[-1]) + 1
