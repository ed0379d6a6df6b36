"""Matched detections: how far two answers about one image are apart.

Rounding may swap two objects of nearly the same score or let one fall below
the least score, so answers are compared object by object, not place by place.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping

import numpy as np

SAME_BOX = 0.9
"""IoU from which on two boxes of one class may be one object."""


@dataclasses.dataclass(frozen=True, kw_only=True)
class MatchedDetections:
    """Matched detections of two answers.

    Attributes:
        objects: number of pairs.
        unmatched: objects of either answer without a partner.
        box: largest difference of a coordinate, in pixels.
        score: largest difference of a score.
        mask: largest difference of a share in a mask; 0 without masks.
    """

    objects: int
    unmatched: int
    box: float
    score: float
    mask: float

    def __add__(self, other: MatchedDetections) -> MatchedDetections:
        return MatchedDetections(
            objects=self.objects + other.objects,
            unmatched=self.unmatched + other.unmatched,
            box=max(self.box, other.box),
            score=max(self.score, other.score),
            mask=max(self.mask, other.mask),
        )

    @property
    def text(self) -> str:
        """One line for people."""
        return (
            f"{self.objects:,} objects matched, {self.unmatched:,} not; apart "
            f"by at most {self.box:.1e} pixels, {self.score:.1e} of score, "
            f"{self.mask:.1e} of mask"
        )


NOTHING = MatchedDetections(
    objects=0, unmatched=0, box=0.0, score=0.0, mask=0.0
)


def match_detections(
    ours: Mapping[str, np.ndarray],
    theirs: Mapping[str, np.ndarray],
    least_score: float = 0.0,
) -> MatchedDetections:
    """Pairs the objects of two answers about the same images.

    From the surest on, each of ours takes the free one of theirs, of its
    class, whose box has the largest IoU with its own, from `SAME_BOX` on.

    Args:
        ours, theirs: `boxes` `(batch, D, 4)`, `classes` and `scores`
            `(batch, D)`, perhaps `masks`; class -1 is an empty place.
        least_score: objects below it in both answers are left out.
    """
    pairs = zip(_by_image(ours), _by_image(theirs), strict=True)
    return sum((_match(a, b, least_score) for a, b in pairs), NOTHING)


def _by_image(answer):
    for index in range(len(answer["boxes"])):
        there = np.asarray(answer["classes"][index]) >= 0
        yield {k: np.asarray(v[index])[there] for k, v in answer.items()}


def _match(ours, theirs, least_score) -> MatchedDetections:
    free = np.ones(len(theirs["scores"]), bool)
    found = NOTHING
    for place in np.argsort(-ours["scores"], kind="stable"):
        alike = free & (theirs["classes"] == ours["classes"][place])
        ious = np.where(alike, _iou(ours["boxes"][place], theirs["boxes"]), -1)
        best = int(ious.argmax()) if len(ious) else -1
        if best < 0 or ious[best] < SAME_BOX:
            lost = int(ours["scores"][place] >= least_score)
            found += dataclasses.replace(NOTHING, unmatched=lost)
            continue
        free[best] = False
        found += MatchedDetections(
            objects=1, unmatched=0, **_distances(ours, theirs, place, best)
        )
    extra = int(np.sum(free & (theirs["scores"] >= least_score)))
    return found + dataclasses.replace(NOTHING, unmatched=extra)


def _distances(ours, theirs, place, best) -> dict[str, float]:
    names = {"box": "boxes", "score": "scores", "mask": "masks"}
    return {
        name: float(np.abs(ours[key][place] - theirs[key][best]).max())
        if key in ours
        else 0.0
        for name, key in names.items()
    }


def _iou(box: np.ndarray, boxes: np.ndarray) -> np.ndarray:
    low = np.maximum(box[:2], boxes[:, :2])
    high = np.minimum(box[2:], boxes[:, 2:])
    shared = np.prod(np.clip(high - low, 0, None), axis=-1)
    areas = np.prod(boxes[:, 2:] - boxes[:, :2], axis=-1)
    union = np.prod(box[2:] - box[:2]) + areas - shared
    return shared / np.maximum(union, 1e-9)
