"""Average precision as PASCAL VOC has it, at one IoU.

Sources: Everingham et al., "The PASCAL Visual Object Classes Challenge", IJCV
2010, section 4.2, and the development kits of 2007 (eleven points) and 2010
(area); `lib/datasets/voc_eval.py` of rbgirshick/py-faster-rcnn.
"""

from __future__ import annotations

import numpy as np

from deeplab_family.detection.scores.detections import Detections
from input_pipeline.detection import DetectionImage


class VOCAveragePrecision:
    """Counts right and wrong detections image by image.

    In the order of their scores, each detection takes the object of its class
    that it overlaps most. At an IoU above the threshold it is right, unless
    the object was taken before; then, or below, it is wrong. Where the object
    is difficult, or a crowd, it counts as neither.

    What is kept is a score and a bit of each detection.

    Args:
        num_classes: int >= 1.
        iou: float 0..1, the threshold.
    """

    def __init__(self, num_classes: int, iou: float = 0.5):
        self.num_classes, self.iou = num_classes, iou
        self._objects = np.zeros(num_classes, np.int64)
        self._found: list[tuple[np.ndarray, ...]] = []

    @property
    def objects(self) -> np.ndarray:
        """Number of objects to be found, int64 `(num_classes,)`."""
        return self._objects

    def add(self, image: DetectionImage, detections: Detections) -> None:
        """Counts those of one image."""
        ignored = np.array([o.ignored for o in image.objects], bool)
        self._objects += np.bincount(
            image.classes[~ignored], minlength=self.num_classes
        )
        order = np.argsort(-detections.scores, kind="stable")
        classes = detections.classes[order]
        boxes = detections.boxes[order]
        overlaps = box_iou(boxes, image.boxes)
        overlaps[classes[:, None] != image.classes[None, :]] = -1
        right = np.zeros(len(order), bool)
        counts = np.ones(len(order), bool)
        taken = np.zeros(len(ignored), bool)
        for place, row in enumerate(overlaps):
            best = int(row.argmax()) if row.size else 0
            if not row.size or row[best] <= self.iou:
                continue
            if ignored[best]:
                counts[place] = False
            else:
                right[place] = not taken[best]
                taken[best] = True
        scores = detections.scores[order]
        self._found.append((scores[counts], classes[counts], right[counts]))

    def average_precision(self, points: int | None = None) -> np.ndarray:
        """Average precision of each class, NaN of those without an object.

        Args:
            points: 11 for the rule of 2007; None for the area under the curve.
        """
        answer = np.full(self.num_classes, np.nan)
        if not self._found:
            return answer
        scores, classes, right = map(
            np.concatenate, zip(*self._found, strict=True)
        )
        order = np.argsort(-scores, kind="stable")
        classes, right = classes[order], right[order]
        for class_id in np.flatnonzero(self._objects):
            own = right[classes == class_id]
            answer[class_id] = precision_average(
                own, int(self._objects[class_id]), points
            )
        return answer


def precision_average(
    right: np.ndarray, objects: int, points: int | None = None
) -> float:
    """Average precision of one class.

    Args:
        right: bool, of each detection, that of the highest score first.
        objects: int >= 1, how many were to be found.
        points: 11 takes the mean over the recalls 0, 0.1, ..., 1 of the best
            precision at that recall or a higher one; None the area under that
            curve.
    """
    found = np.cumsum(right)
    recall = found / objects
    precision = found / np.arange(1, len(right) + 1)
    best = np.maximum.accumulate(precision[::-1])[::-1]
    if points is None:
        steps = np.diff(recall, prepend=0.0)
        return float((steps * best).sum())
    # A recall of 0.3 must reach 3 / 10, whichever way it was rounded.
    wanted = np.arange(points) / (points - 1)
    first = np.searchsorted(recall, wanted - 1e-12)
    return float(np.append(best, 0.0)[first].mean())


def box_iou(boxes: np.ndarray, others: np.ndarray) -> np.ndarray:
    """Intersection over union of each box with each other one.

    VOC counts the pixels of inclusive corners; of `(x1 - 1, y1 - 1, x2, y2)`,
    as annotations are read here, these are the same areas.

    Args:
        boxes: `(count, 4)`.
        others: `(other count, 4)`.

    Returns:
        float64 `(count, other count)`, 0 where neither has an area.
    """
    boxes = np.asarray(boxes, np.float64).reshape(-1, 1, 4)
    others = np.asarray(others, np.float64).reshape(1, -1, 4)
    start = np.maximum(boxes[..., :2], others[..., :2])
    end = np.minimum(boxes[..., 2:], others[..., 2:])
    common = np.prod(np.maximum(end - start, 0), axis=-1)
    areas = [np.prod(b[..., 2:] - b[..., :2], axis=-1) for b in (boxes, others)]
    union = areas[0] + areas[1] - common
    return common / np.maximum(union, 1e-12)
