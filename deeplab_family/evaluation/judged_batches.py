"""Judged batches: images predicted and counted, one by one and in order."""

import itertools
from collections.abc import Callable, Iterable, Iterator, Sequence

import numpy as np

from deeplab_family.class_names import require_same_names, shorten
from deeplab_family.evaluation.judged_image import JudgedImage
from deeplab_family.inference.asked_pictures import rgb_of
from deeplab_family.metrics import confusion_matrix, invalid_count
from input_pipeline.errors import DataError


def judged_batches(
    predictor: Callable,
    batches: Iterable,
    names: Sequence[str],
    ignore_label: int = 255,
    image_names: Sequence[str] | None = None,
) -> Iterator[list[tuple[JudgedImage, np.ndarray]]]:
    """The images of each batch, predicted and counted, in order.

    Args:
        predictor: may also have `replicas`, a number of batches that it takes
            at once, and `predictions`, which takes a list of up to so many
            and returns their predictions.

    The other arguments and what is raised are those of `evaluate`.

    Returns:
        For each batch its images, each with its own int64 table of counts.
    """
    _require_same_classes(predictor, names)
    seen = 0
    for images, labels, prediction in _predicted(predictor, batches):
        class_map = np.asarray(prediction.class_map)
        if class_map.shape != labels.shape:
            raise ValueError(
                "A class map must have the shape of its labels. "
                f"Received: {class_map.shape} for labels {labels.shape}"
            )
        batch = [
            JudgedImage(
                _name_of(seen + place, image_names),
                rgb_of(images[place]),
                labels[place],
                prediction,
                place,
            )
            for place in range(len(labels))
        ]
        yield [(one, _count(one, names, ignore_label)) for one in batch]
        seen += len(batch)


def _predicted(predictor, batches) -> Iterator[tuple]:
    """Images, labels and prediction of each batch, in order."""
    batches = iter(batches)
    while group := tuple(
        itertools.islice(batches, getattr(predictor, "replicas", 1))
    ):
        images = [np.asarray(images) for images, _ in group]
        if hasattr(predictor, "predictions"):
            predictions = predictor.predictions(images)
        else:
            predictions = [predictor(images[0])]
        for own, (_, labels), prediction in zip(
            images, group, predictions, strict=True
        ):
            yield own, np.asarray(labels), prediction


def _name_of(number: int, image_names: Sequence[str] | None) -> str:
    if image_names is None or number >= len(image_names):
        return f"image {number + 1}"
    return image_names[number]


def _require_same_classes(predictor, names):
    if not hasattr(predictor, "num_classes"):
        return  # a bare function says nothing of itself
    known = getattr(predictor, "class_names", None)
    if known is None and predictor.num_classes is not None:
        known = [f"class_{place}" for place in range(predictor.num_classes)]
    require_same_names(known, names)


def _count(judged: JudgedImage, names, ignore_label) -> np.ndarray:
    labels, class_map = judged.labels, judged.class_map
    counts = confusion_matrix(labels, class_map, len(names), ignore_label)
    if int(invalid_count(counts)) > 0:
        _refuse(judged, names, ignore_label)
    return np.asarray(counts, np.int64)


def _refuse(judged: JudgedImage, names, ignore_label):
    keep = judged.labels != ignore_label
    strange = _strangers(judged.labels[keep], len(names))
    if strange:
        raise DataError(
            f"The labels of {judged.name} hold the ids {shorten(strange)}. "
            f"Allowed are 0..{len(names) - 1} and {ignore_label} (ignored). "
            "Correct the label files, or name all classes."
        )
    strange = _strangers(judged.class_map[keep], len(names))
    raise ValueError(
        f"The model predicts the ids {shorten(strange)}, but the data has "
        f"{len(names)} classes ({shorten(names)}). Evaluate it on the data "
        "it was trained for."
    )


def _strangers(ids, num_classes):
    ids = np.unique(ids)
    return ids[(ids < 0) | (ids >= num_classes)].tolist()
