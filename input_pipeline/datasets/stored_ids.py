"""Stored ids from class ids (train ids to label ids), for test servers."""

import numpy as np

from input_pipeline.datasets.spec import DatasetSpec


def to_stored_ids(class_map: np.ndarray, spec: DatasetSpec) -> np.ndarray:
    """Replaces class ids by stored ids, as test servers expect them.

    Where several stored ids become one class, the first of `label_map` is
    taken; so the ignored pixels of Cityscapes become 0, "unlabeled".

    Args:
        class_map: integer array of class ids, any shape.
        spec: without a `label_map` the ids stay as they are.

    Returns:
        uint8 array of the same shape.

    Raises:
        ValueError: if the data set stores colors, or an id has no way back.
    """
    if spec.label_colors is not None:
        raise ValueError(
            "the labels of this data set are colors; they have no stored ids"
        )
    own = [(i, i) for i in (*range(spec.num_classes), spec.ignore_label)]
    back = np.full(256, -1, np.int16)
    for stored, class_id in reversed(spec.label_map or own):
        back[class_id] = stored
    class_map = np.asarray(class_map)
    used = np.unique(class_map)
    lost = [int(i) for i in used if not 0 <= i <= 255 or back[i] < 0]
    if lost:
        raise ValueError(
            f"the class ids {lost} have no stored id; allowed are "
            f"{np.flatnonzero(back >= 0).tolist()}"
        )
    return back[class_map].astype(np.uint8)
