"""Evaluation of a predictor on labeled images: one confusion matrix."""

import dataclasses
from collections.abc import Callable, Iterable, Sequence

import numpy as np

from deeplab_family.evaluation.image_scores import ImageScores
from deeplab_family.evaluation.judged_batches import judged_batches
from deeplab_family.evaluation.measure import Measure
from deeplab_family.evaluation.scores import Scores
from deeplab_family.metrics import count_classes
from input_pipeline.datasets.spec import DatasetSpec
from input_pipeline.errors import DataError


def evaluate(
    predictor: Callable,
    batches: Iterable,
    classes: DatasetSpec | Sequence[str],
    ignore_label: int = 255,
    progress: Callable[[int], None] | None = None,
    *,
    image_names: Sequence[str] | None = None,
    measures: Sequence[Measure] = (),
) -> Scores:
    """Compares predictions with labels, pixel by pixel, batch by batch.

    The memory does not grow with the number of images, but for 12 bytes a
    class in the row of each image.

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
        image_names: one for each image, in order; by default they are
            numbered.
        measures: see each image, its labels and its prediction, which must
            have `probabilities` where a measure reads them.

    Returns:
        The scores over all pixels of all batches, with a row for each image.

    Raises:
        DataError: if a label is neither a class nor ignored, or there is no
            image at all.
        ClassNamesError: if predictor and data disagree about the classes.
        ValueError: if a class map does not have the size of its labels, or
            holds an id that is no class; if there are more or fewer images
            than names.
    """
    if isinstance(classes, DatasetSpec):
        classes, ignore_label = classes.class_names, classes.ignore_label
    names, rows = tuple(classes), []
    total = _no_counts(names)
    for batch in judged_batches(
        predictor, batches, names, ignore_label, image_names
    ):
        for judged, table in batch:
            total += table
            measured = {}
            for measure in measures:
                measured |= measure.add(judged) or {}
            rows.append(_row(judged.name, table, measured))
        if progress is not None:
            progress(len(rows))
    if image_names is not None and len(image_names) != len(rows):
        raise ValueError(
            "`image_names` must have one name for each image. Received: "
            f"{len(image_names)} names for {len(rows)} images"
        )
    scores = scores_of(total, len(rows), names)
    return dataclasses.replace(
        scores, rows=tuple(rows), measures=tuple(measures)
    )


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
) -> tuple[np.ndarray, int]:
    """Counts pixels by label and prediction; the arguments of `evaluate`.

    Returns:
        `(table, images)`: the int64 counts of `Scores` and the number of
        images, none for no batch.
    """
    total, images = _no_counts(names), 0
    for batch in judged_batches(predictor, batches, names, ignore_label):
        for _, table in batch:
            total += table
            images += 1
    return total, images


def _no_counts(names: Sequence[str]) -> np.ndarray:
    return np.zeros((len(names) + 2, len(names) + 1), np.int64)


def _row(name: str, table: np.ndarray, measured: dict) -> ImageScores:
    return ImageScores(
        name,
        count_classes(table).stacked.astype(np.int32),
        ignored_pixels=int(table[-2].sum()),
        measured=measured,
    )
