"""Label map and prediction of one image, checked."""

import numpy as np

LARGEST_CLASSES = 2**15 - 1
"""Class ids fit int16, with -1 for what is outside the image."""


def check_classes(num_classes: int, ignore_label: int) -> None:
    """Refuses numbers of classes and ignored labels that make no sense.

    Raises:
        ValueError: if there is no class, or the ignored label is one.
    """
    if not 1 <= num_classes <= LARGEST_CLASSES:
        raise ValueError(
            f"`num_classes` must lie in 1..{LARGEST_CLASSES}. "
            f"Received: {num_classes}"
        )
    if 0 <= ignore_label < num_classes:
        raise ValueError(
            "`ignore_label` must not be one of the classes "
            f"0..{num_classes - 1}. Received: {ignore_label}"
        )


def check_pair(label, values, name: str = "prediction"):
    """Label map and what is known of each of its pixels, as arrays.

    Args:
        label: integers `(height, width)`.
        values: array of the same shape.
        name: what an error calls `values`.

    Returns:
        Both as numpy arrays.

    Raises:
        ValueError: if shapes differ, or the label map holds no integers.
    """
    label, values = np.asarray(label), np.asarray(values)
    if label.ndim != 2 or label.shape != values.shape:
        raise ValueError(
            f"`label` and `{name}` must be of one image, `(height, width)`. "
            f"Received: {label.shape} and {values.shape}"
        )
    if not np.issubdtype(label.dtype, np.integer):
        raise ValueError(
            f"`label` must hold class ids, integers. Received: {label.dtype}"
        )
    return label, values


def judged_pair(
    label, prediction, num_classes: int, ignore_label: int
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Label map, prediction, and where a pixel is judged, as arrays.

    Args:
        label: integers `(height, width)`.
        prediction: integers of the same shape.
        num_classes: ids 0..num_classes-1 are classes.
        ignore_label: label of pixels that are not judged.

    Returns:
        Both maps, and a bool array of their shape.

    Raises:
        ValueError: if shapes differ, a label is neither a class nor ignored,
            or a prediction on a judged pixel is no class.
    """
    label, prediction = check_pair(label, prediction)
    judged = label != ignore_label
    for name, ids in (("label", label), ("prediction", prediction)):
        if not np.issubdtype(ids.dtype, np.integer):
            raise ValueError(
                f"`{name}` must hold class ids, integers. Received: {ids.dtype}"
            )
        strange = (ids < 0) | (ids >= num_classes)
        strange &= judged
        if strange.any():
            allowed = f"0..{num_classes - 1}"
            if name == "label":
                allowed += f" and {ignore_label} (ignored)"
            raise ValueError(
                f"`{name}` must hold the ids {allowed}. "
                f"Received: {np.unique(ids[strange])[:5].tolist()}"
            )
    return label, prediction, judged
