"""Detections of one photograph, in its own pixels."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from deeplab_family.detection.scores.mask_pasting import paste_mask
from input_pipeline.annotations.regions import Bitmap


@dataclass(frozen=True, eq=False)
class Detections:
    """Detections in a photograph.

    Attributes:
        boxes: float32 `(found, 4)`: x1, y1, x2, y2 in pixels of the
            photograph.
        scores: float32 `(found,)`, 0..1.
        classes: int32 `(found,)`, class ids.
        masks: of each its pixels; None of a detector without masks.
    """

    boxes: np.ndarray
    scores: np.ndarray
    classes: np.ndarray
    masks: tuple[Bitmap, ...] | None = None

    def __len__(self) -> int:
        return len(self.scores)

    def above(self, least_score: float) -> Detections:
        """Those of a score of at least so much."""
        kept = np.flatnonzero(self.scores >= least_score)
        masks = self.masks and tuple(self.masks[i] for i in kept)
        return Detections(
            self.boxes[kept], self.scores[kept], self.classes[kept], masks
        )


def in_photograph(
    output: Mapping[str, np.ndarray],
    image_size: tuple[int, int],
    photograph_size: tuple[int, int],
) -> Detections:
    """A network's answer for one image, without its empty places.

    Args:
        output: `boxes` `(places, 4)` in pixels of the network's image,
            `scores` and `classes` `(places,)`, where class -1 is an empty
            place, and perhaps `masks` `(places, rows, columns)`,
            probabilities.
        image_size: `(height, width)` of the image within the network's
            input, without padding.
        photograph_size: `(height, width)` of the photograph.
    """
    classes = np.asarray(output["classes"], np.int32)
    kept = np.flatnonzero(classes >= 0)
    ratios = np.divide(photograph_size, image_size)[[1, 0, 1, 0]]
    height, width = photograph_size
    boxes = np.asarray(output["boxes"], np.float64)[kept] * ratios
    boxes = np.clip(boxes, 0, [width, height] * 2).astype(np.float32)
    masks = None
    if "masks" in output:
        found = np.asarray(output["masks"], np.float32)[kept]
        masks = tuple(
            paste_mask(mask, box, height, width)
            for mask, box in zip(found, boxes, strict=True)
        )
    scores = np.asarray(output["scores"], np.float32)[kept]
    return Detections(boxes, scores, classes[kept], masks)
