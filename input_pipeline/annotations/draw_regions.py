"""Regions drawn as a label: one class id a pixel."""

from collections.abc import Mapping, Sequence

import numpy as np

from input_pipeline.annotations.polygon_mask import fill_polygons
from input_pipeline.annotations.regions import (
    AnnotatedImage,
    Bitmap,
    Outline,
    Polygons,
    RunLengths,
)
from input_pipeline.annotations.run_lengths import fill_runs
from input_pipeline.sample import IGNORE_LABEL


def draw_regions(
    image: AnnotatedImage,
    class_ids: Mapping[str, int],
    overlap: str = "later",
    unlabeled: int = 0,
) -> np.ndarray:
    """Draws the regions of a photograph over each other.

    Ignored regions lie under all others.

    Args:
        image: its regions name classes of `class_ids`.
        class_ids: id of each class, 0..254.
        overlap: "later", "smaller" or "ignore"; see `DrawingRules`.
        unlabeled: the id of pixels that no region covers, 0..255.

    Returns:
        uint8 array of shape `(height, width)`.

    Raises:
        DataError: if a library that fills polygons is not installed.
    """
    label = np.full((image.height, image.width), unlabeled, np.uint8)
    size = label.shape
    regions = sorted(image.regions, key=_under_to_over)
    bitmaps = draw_outlines([region.outline for region in regions], *size)
    drawn = list(zip(regions, bitmaps, strict=True))
    if overlap == "smaller":  # stable: equals stay in their order
        drawn.sort(key=lambda one: -np.count_nonzero(one[1].mask))
        drawn.sort(key=lambda one: not one[0].ignored)
    covered = np.zeros(size, bool) if overlap == "ignore" else None
    for region, bitmap in drawn:
        class_id = (
            IGNORE_LABEL if region.ignored else class_ids[region.class_name]
        )
        part, mask = _inside(label, bitmap)
        if covered is not None and not region.ignored:
            below, _ = _inside(covered, bitmap)
            disputed = mask & below & (part != class_id)
            below |= mask
            np.putmask(part, mask, class_id)
            np.putmask(part, disputed, IGNORE_LABEL)
        else:
            np.putmask(part, mask, class_id)
    return label


def _under_to_over(region) -> tuple[bool, float]:
    return not region.ignored, region.z_order


def draw_outlines(
    outlines: Sequence[Outline], height: int, width: int
) -> list[Bitmap]:
    """Draws outlines.

    Args:
        outlines: polygons, run lengths or bitmaps.
        height: of the picture in pixels.
        width: of the picture in pixels.

    Returns:
        Mask and place of each; they may leave the picture.

    Raises:
        DataError: if a library that fills polygons is not installed.
    """
    polygons = [one for one in outlines if isinstance(one, Polygons)]
    filled = iter(fill_polygons(polygons, height, width))
    return [
        next(filled) if isinstance(one, Polygons) else _bitmap(one)
        for one in outlines
    ]


def _bitmap(outline: RunLengths | Bitmap) -> Bitmap:
    if isinstance(outline, Bitmap):
        return outline
    mask = fill_runs(
        outline.counts, outline.height, outline.width, outline.order
    )
    return Bitmap(mask, outline.left, outline.top)


def whole_mask(outline: Outline, height: int, width: int) -> np.ndarray:
    """Draws one outline, bool of shape `(height, width)`."""
    mask = np.zeros((height, width), bool)
    part, inside = _inside(mask, draw_outlines([outline], height, width)[0])
    part |= inside
    return mask


def _inside(whole: np.ndarray, bitmap: Bitmap) -> tuple[np.ndarray, np.ndarray]:
    """The part of an array under a bitmap, and the bitmap within the array."""
    height, width = bitmap.mask.shape
    top, left = max(bitmap.top, 0), max(bitmap.left, 0)
    bottom = max(min(bitmap.top + height, whole.shape[0]), top)
    right = max(min(bitmap.left + width, whole.shape[1]), left)
    part = whole[top:bottom, left:right]
    rows = slice(top - bitmap.top, bottom - bitmap.top)
    columns = slice(left - bitmap.left, right - bitmap.left)
    return part, bitmap.mask[rows, columns]
