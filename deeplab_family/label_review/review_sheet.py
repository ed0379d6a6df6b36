"""Sheets of a review: the pictures to look at first."""

from collections.abc import Callable, Sequence

import cv2
import numpy as np

from deeplab_family.inference.asked_pictures import rgb_of
from deeplab_family.label_review.label_next import uncertainty_map
from deeplab_family.label_review.review import DoubtedLabel, NextImage, ask
from deeplab_family.visualization import (
    blend,
    captioned,
    colorize,
    contact_sheet,
    heat,
)
from deeplab_family.visualization.overlays import legend_of
from deeplab_family.visualization.sheets import stack_down, stack_right
from input_pipeline import DatasetSpec

CELL = 300
"""Pixels of the longer side of a picture."""

TEXT = 13
FRAME = (255, 0, 255)
UNLABELED = (255, 255, 255)


def draw_doubted(
    doubted: Sequence[DoubtedLabel], predictor: Callable, spec: DatasetSpec
) -> np.ndarray:
    """A row for each: image with the largest area framed, label, model.

    Args:
        doubted: at least one, in the order to look at them.
        predictor: is asked again; see `doubted_labels`.
        spec: names and colors of the classes.

    Returns:
        uint8 RGB picture.
    """
    rows = []
    for rank, one in enumerate(doubted, start=1):
        image = one.sample.read_image()
        answer = ask(predictor, image).argmax(axis=-1).astype(np.uint8)
        maps = (one.sample.read_labels(), answer)
        colors = [colorize(ids, spec.palette, UNLABELED) for ids in maps]
        cells = [_shrunk(rgb_of(image)), *map(_shrunk_ids, colors)]
        for cell in cells:
            _frame(cell, one.doubt.box, image.shape)
        text = f"{rank}. {one.sample.name}: {in_words(one, spec)}"
        rows.append(captioned(stack_right(cells, gap=4), text, TEXT))
    return _with_legend(stack_down(rows, gap=8), spec)


def draw_next(
    images: Sequence[NextImage], predictor: Callable, spec: DatasetSpec
) -> np.ndarray:
    """Draws images in pairs: what the model sees, where it is unsure.

    Args:
        images: at least one, in the order to label them.
        predictor: is asked again; see `next_images`.
        spec: names and colors of the classes.

    Returns:
        uint8 RGB picture.
    """
    cells = []
    for rank, one in enumerate(images, start=1):
        image = one.sample.read_image()
        shares = ask(predictor, image)
        image = rgb_of(image)
        seen = blend(image, shares.argmax(-1).astype(np.uint8), spec.palette)
        unsure = heat(image, uncertainty_map(shares))
        pair = stack_right([_shrunk(seen), _shrunk(unsure)], gap=4)
        text = f"{rank}. {one.sample.name}: {one.uncertainty:.3f}"
        cells.append(captioned(pair, text, TEXT))
    return _with_legend(contact_sheet(cells, columns=2), spec)


def in_words(one: DoubtedLabel, spec: DatasetSpec) -> str:
    """Line or caption about a doubted label."""
    doubt, names = one.doubt, spec.class_names
    return (
        f"{doubt.share:.2%}, labeled {names[doubt.labeled]}, the model says "
        f"{names[doubt.predicted]} ({doubt.confidence:.3f})"
    )


def _with_legend(sheet: np.ndarray, spec: DatasetSpec) -> np.ndarray:
    ids = np.arange(spec.num_classes, dtype=np.uint8)
    size = CELL, sheet.shape[1]
    return stack_down(
        [sheet, legend_of(ids, spec.palette, spec.class_names, size)]
    )


def _shrunk(picture: np.ndarray, method: int = cv2.INTER_AREA) -> np.ndarray:
    factor = min(1.0, CELL / max(picture.shape[:2]))
    height, width = (max(1, round(factor * n)) for n in picture.shape[:2])
    return cv2.resize(picture, (width, height), None, 0, 0, method)


def _shrunk_ids(picture: np.ndarray) -> np.ndarray:
    return _shrunk(picture, cv2.INTER_NEAREST)


def _frame(cell: np.ndarray, box, size) -> None:
    """Draws a frame around a box of the whole image."""
    factor = cell.shape[1] / size[1]
    top, left, height, width = box
    ends = [left, top, left + width, top + height]
    left, top, right, bottom = (round(factor * end) for end in ends)
    start, end = (left - 3, top - 3), (right + 3, bottom + 3)
    cv2.rectangle(cell, start, end, FRAME, thickness=2)
