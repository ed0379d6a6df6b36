"""Label ids: the class ids that label files hold."""

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np

from input_pipeline.check.check_progress import counted
from input_pipeline.check.problem_messages import describe_problem
from input_pipeline.datasets.spec import DatasetSpec
from input_pipeline.errors import DataError
from input_pipeline.inspection.label import inspect_label
from input_pipeline.inspection.sample import sample_problems
from input_pipeline.inspection.stats import (
    ImageStats,
    class_pixels,
)
from input_pipeline.sample import IGNORE_LABEL


def count_classes(
    path: Path, encoded: bytes, spec: DatasetSpec | None = None
) -> np.ndarray:
    """Counts the pixels of each class in one label.

    Args:
        path: where the label lies, for messages.
        encoded: the bytes of the file.
        spec: which values the file may store, and what they become. Defaults
            to None: any id is that of a class.

    Returns:
        int64 array of shape `(256,)`, by class id.

    Raises:
        DataError: if the bytes cannot be read as a label, or store ids or
            colors that `spec` does not list.
    """
    label = inspect_label(encoded, spec)
    for problem in sample_problems(ImageStats(), label, spec):
        raise DataError(describe_problem(path, problem, label, spec))
    return class_pixels(label, spec)


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
        each = pool.map(lambda p: count_classes(p, p.read_bytes()), paths)
        each = counted("counting classes", each, len(paths))
        counts = sum(each, np.zeros(256, np.int64))
    folder = paths[0].parent.parent
    refuse_binary_ids(counts, folder)
    classes = np.flatnonzero(counts[:IGNORE_LABEL])
    if classes.size == 0:
        raise DataError(f"every pixel of every label in {folder} is ignored")
    return int(classes[-1]) + 1
