"""Evaluation of a predictor on labeled images: one confusion matrix."""

import itertools
from collections.abc import Callable, Iterable, Iterator, Sequence

import numpy as np

from deeplab_family.class_names import require_same_names, shorten
from deeplab_family.evaluation.scores import Scores
from deeplab_family.metrics import confusion_matrix, invalid_count
from input_pipeline.datasets.spec import DatasetSpec
from input_pipeline.errors import DataError


def evaluate(
    predictor: Callable,
    batches: Iterable,
    classes: DatasetSpec | Sequence[str],
    ignore_label: int = 255,
    progress: Callable[[int], None] | None = None,
) -> Scores:
    """Compares predictions with labels, pixel by pixel, batch by batch.

    Args:
        predictor: takes uint8 RGB images `(batch, height, width, 3)` and
            returns an object whose `class_map` is `(batch, height, width)`
            class ids. `load_predictor` makes one from a model file. If it has
            `num_classes` and `class_names`, they must be those of `classes`,
            in the same order.
        batches: pairs of such images and integer labels
            `(batch, height, width)`, arrays or tensors; `eval_batches` gives
            them.
        classes: what the ids mean: a data set's spec, or just the names.
        ignore_label: label of pixels that are not judged, used if `classes`
            are names (a spec has its own). Defaults to 255.
        progress: called after each batch with the number of images so far.

    Returns:
        The scores over all pixels of all batches.

    Raises:
        DataError: if a label is neither a class nor ignored, or there is no
            image at all.
        ClassNamesError: if predictor and data disagree about the classes.
        ValueError: if a class map does not have the size of its labels, or
            holds an id that is no class.
    """
    if isinstance(classes, DatasetSpec):
        classes, ignore_label = classes.class_names, classes.ignore_label
    names = tuple(classes)
    counts = count_pixels(predictor, batches, names, ignore_label, progress)
    return scores_of(*counts, names)


def scores_of(table: np.ndarray, images: int, names: Sequence[str]) -> Scores:
    """Scores from counts, perhaps of several parts of a data set, summed up.

    Raises:
        DataError: if there is no image at all.
    """
    if images == 0:
        raise DataError("There is no image to evaluate: the split is empty.")
    return Scores(table, tuple(names), images)


def count_pixels(
    predictor: Callable,
    batches: Iterable,
    names: Sequence[str],
    ignore_label: int = 255,
    progress: Callable[[int], None] | None = None,
) -> tuple[np.ndarray, int]:
    """Counts pixels by label and prediction; the arguments of `evaluate`.

    Args:
        predictor: may also have `replicas`, a number of batches that it takes
            at once, and `class_maps`, which takes a list of up to so many and
            returns their class maps.

    Returns:
        `(table, images)`: the int64 counts of `Scores` and the number of
        images, none for no batch.
    """
    _require_same_classes(predictor, names)
    total = np.zeros((len(names) + 2, len(names) + 1), np.int64)
    images_seen = 0
    for labels, class_map in _judged(predictor, batches):
        total += _count(labels, class_map, names, ignore_label, images_seen)
        images_seen += len(labels)
        if progress is not None:
            progress(images_seen)
    return total, images_seen


def _judged(predictor, batches) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """Labels and class map of each batch, in order."""
    batches = iter(batches)
    while group := tuple(
        itertools.islice(batches, getattr(predictor, "replicas", 1))
    ):
        images = [np.asarray(images) for images, _ in group]
        if hasattr(predictor, "class_maps"):
            maps = predictor.class_maps(images)
        else:
            maps = [predictor(images[0]).class_map]
        for (_, labels), class_map in zip(group, maps, strict=True):
            yield np.asarray(labels), np.asarray(class_map)


def _require_same_classes(predictor, names):
    known = getattr(predictor, "class_names", None)
    number = getattr(predictor, "num_classes", None)
    if known is None and number is not None:
        known = [f"class_{class_id}" for class_id in range(number)]
    if known is not None:  # a bare function says nothing of itself
        require_same_names(known, names)


def _count(labels, class_map, names, ignore_label, images_before):
    if class_map.shape != labels.shape:
        raise ValueError(
            "A class map must have the shape of its labels. "
            f"Received: {class_map.shape} for labels {labels.shape}"
        )
    counts = confusion_matrix(labels, class_map, len(names), ignore_label)
    if int(invalid_count(counts)) > 0:
        _refuse(labels, class_map, names, ignore_label, images_before)
    return np.asarray(counts)


def _refuse(labels, class_map, names, ignore_label, images_before):
    judged = labels != ignore_label
    for number, (label, keep) in enumerate(zip(labels, judged, strict=True)):
        strange = _strangers(label[keep], len(names))
        if strange:
            raise DataError(
                f"Label image {images_before + number + 1} (in file order) "
                f"holds the ids {shorten(strange)}. Allowed are "
                f"0..{len(names) - 1} and {ignore_label} (ignored). Correct "
                "the label files, or name all classes."
            )
    strange = _strangers(class_map[judged], len(names))
    raise ValueError(
        f"The model predicts the ids {shorten(strange)}, but the data has "
        f"{len(names)} classes ({shorten(names)}). Evaluate it on the data "
        "it was trained for."
    )


def _strangers(ids, num_classes):
    ids = np.unique(ids)
    return ids[(ids < 0) | (ids >= num_classes)].tolist()
