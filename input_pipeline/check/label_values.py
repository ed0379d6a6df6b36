"""Judges what one label stores by what its data set knows."""

from pathlib import Path

import numpy as np
import tensorflow as tf

from input_pipeline.check.label_ids import count_label_ids
from input_pipeline.datasets.spec import UNKNOWN, DatasetSpec
from input_pipeline.decode.label_map import color_code
from input_pipeline.decode.png_header import label_problem
from input_pipeline.errors import DataError

SHOWN = 6
_STREET_CLASSES, _STREET_IDS = 19, 34  # Cityscapes: trained, stored


def count_classes(path: Path, encoded: bytes, spec: DatasetSpec) -> np.ndarray:
    """Counts the pixels of each class in one label.

    Args:
        path: where the label lies, for messages.
        encoded: the bytes of the file.
        spec: which values the file may store, and what they become.

    Returns:
        int64 array of shape `(256,)`, by class id.

    Raises:
        DataError: if the bytes cannot be read as a label, or store ids or
            colors that `spec` does not list.
    """
    if spec.label_colors is not None:
        return _count_colors(path, encoded, spec)
    stored = count_label_ids(path, encoded)
    table = spec.label_table
    used = np.flatnonzero(stored)
    wrong = used[table[used] == UNKNOWN]
    if wrong.size:
        raise DataError(_wrong_ids(path, wrong, spec))
    return _sum_by_class(stored[used], table[used])


def _wrong_ids(path: Path, wrong: np.ndarray, spec: DatasetSpec) -> str:
    found = f"{path} holds the ids {_list(wrong)}; allowed are "
    if spec.label_map is not None:
        stored = np.flatnonzero(spec.label_table != UNKNOWN)
        hint = (
            "255 is no stored id of this data set: these look like class ids "
            "after a conversion. Take the original labels"
            if 255 in wrong
            else "Take the original labels of this data set"
        )
        return f"{found}its stored ids {_ranges(stored)}. {hint}"
    hint = "Correct the label or the list of classes"
    if spec.num_classes == _STREET_CLASSES and wrong.max() < _STREET_IDS:
        hint = (
            "These look like Cityscapes labelIds where trainIds belong: use "
            "the data set 'cityscapes', which converts them"
        )
    return (
        f"{found}0 to {spec.num_classes - 1} ({spec.num_classes} classes) "
        f"and {spec.ignore_label} for ignored pixels. {hint}"
    )


def _count_colors(path, encoded, spec) -> np.ndarray:
    problem = label_problem(encoded, colored=True)
    if problem:
        raise DataError(f"{path} {problem}")
    try:
        pixels = tf.io.decode_png(encoded, channels=3).numpy()
    except tf.errors.OpError as error:
        raise DataError(
            f"{path} cannot be decoded: truncated or damaged "
            f"({len(encoded)} bytes)"
        ) from error
    codes = pixels.astype(np.int64) @ [65536, 256, 1]
    codes, counts = np.unique(codes, return_counts=True)
    known = {color_code(c): class_id for c, class_id in spec.label_colors}
    wrong = [code for code in codes.tolist() if code not in known]
    if wrong:
        raise DataError(
            f"{path} holds the colors {_list(map(_name, wrong))}; the data "
            f"set has {_list(map(_name, known))}. Correct the label: a color "
            "that is not listed is refused"
        )
    return _sum_by_class(counts, [known[code] for code in codes.tolist()])


def _sum_by_class(counts, class_ids) -> np.ndarray:
    sums = np.zeros(256, np.int64)
    np.add.at(sums, class_ids, counts)
    return sums


def _name(code: int) -> str:
    return f"({code >> 16}, {code >> 8 & 255}, {code & 255})"


def _list(values) -> str:
    words = [str(value) for value in values]
    more = ", ..." if len(words) > SHOWN else ""
    return ", ".join(words[:SHOWN]) + more


def _ranges(ids: np.ndarray) -> str:
    runs = np.split(ids, np.flatnonzero(np.diff(ids) > 1) + 1)
    return ", ".join(
        f"{run[0]}" if run.size == 1 else f"{run[0]} to {run[-1]}"
        for run in runs
    )
