"""Average precision as COCO has it, of boxes and of masks.

Counted by pycocotools, the code of COCO's server; here are the objects and
the detections in its words.

Source: cocodataset.org, "Detection evaluation"; `cocoeval.py` of
cocodataset/cocoapi.
"""

from __future__ import annotations

import contextlib
import dataclasses
import io
from dataclasses import dataclass

import numpy as np

from deeplab_family.detection.scores.coco_results import coco_entries
from deeplab_family.detection.scores.detections import Detections
from input_pipeline.annotations.run_lengths import compress, count_runs
from input_pipeline.detection import DetectionImage, object_mask

NAMES = (
    *("ap", "ap50", "ap75", "ap_small", "ap_medium", "ap_large"),
    *("ar1", "ar10", "ar100", "ar_small", "ar_medium", "ar_large"),
)
"""COCO's twelve numbers, in the order of pycocotools."""


@dataclass(frozen=True, eq=False)
class COCONumbers:
    """COCO's scores of boxes, or of masks.

    Attributes:
        summary: by the names of `NAMES`, 0..1; NaN where there is nothing to
            be found.
        class_ap: `ap` of each class.
        class_ap50: `ap50` of each class.
    """

    summary: dict[str, float]
    class_ap: np.ndarray
    class_ap50: np.ndarray


class COCOAveragePrecision:
    """Collects objects and detections image by image, then counts.

    Masks are kept as run lengths. Difficult objects count as crowds, which are
    neither to be found nor wrong to find.

    Args:
        num_classes: int >= 1.
        masks: score masks, too; each object has an outline.

    Raises:
        ImportError: if pycocotools is not installed.
    """

    def __init__(self, num_classes: int, masks: bool = False):
        _pycocotools()  # before hours of inference
        self.num_classes, self.masks = num_classes, masks
        self._images: list[dict] = []
        self._objects: list[dict] = []
        self._found: list[dict] = []

    def add(self, image: DetectionImage, detections: Detections) -> None:
        """Takes the objects of an image, and what was found in it.

        Raises:
            ValueError: if masks are scored and `detections` has none.
        """
        if self.masks and detections.masks is None:
            raise ValueError(
                "masks are to be scored, but `detections` has none: score "
                "boxes alone, or use a network with masks"
            )
        number = len(self._images) + 1
        size = image.height, image.width
        self._images.append({"id": number, "height": size[0], "width": size[1]})
        for thing in image.objects:
            entry = self._object(thing, image)
            entry |= {"id": len(self._objects) + 1, "image_id": number}
            self._objects.append(entry)
        if not self.masks:
            detections = dataclasses.replace(detections, masks=None)
        categories = range(1, self.num_classes + 1)
        for entry in coco_entries(detections, number, categories, size):
            self._found.append({**entry, "id": len(self._found) + 1})

    def numbers(self, of: str = "bbox") -> COCONumbers:
        """Counts.

        Args:
            of: "bbox" or "segm".
        """
        coco, evaluation = _pycocotools()
        categories = [{"id": i + 1} for i in range(self.num_classes)]
        shared = {"images": self._images, "categories": categories}
        found = [{**entry, "area": _area(entry, of)} for entry in self._found]
        with contextlib.redirect_stdout(io.StringIO()):  # it prints a lot
            truth, answers = coco(), coco()
            truth.dataset = {**shared, "annotations": self._objects}
            answers.dataset = {**shared, "annotations": found}
            truth.createIndex()
            answers.createIndex()
            judge = evaluation(truth, answers, of)
            judge.evaluate()
            judge.accumulate()
            judge.summarize()
        precision = judge.eval["precision"][:, :, :, 0, -1]
        stats = [float(s) if s >= 0 else float("nan") for s in judge.stats]
        return COCONumbers(
            dict(zip(NAMES, stats, strict=True)),
            _of_classes(precision),
            _of_classes(precision[:1]),
        )

    def _object(self, thing, image: DetectionImage) -> dict:
        x1, y1, x2, y2 = thing.box
        entry = {
            "category_id": thing.class_id + 1,
            "bbox": [x1, y1, x2 - x1, y2 - y1],
            "area": thing.area,
            "iscrowd": int(thing.ignored),
        }
        if self.masks:
            counts = count_runs(object_mask(thing, image))
            entry["segmentation"] = {
                "size": [image.height, image.width],
                "counts": compress(counts),
            }
        return entry


def _area(entry: dict, of: str) -> float:
    """Pixels of a detection: of its box, or of its mask."""
    if of == "bbox":
        return entry["bbox"][2] * entry["bbox"][3]
    from pycocotools import mask

    return float(mask.area(entry["segmentation"]))


def _of_classes(precision: np.ndarray) -> np.ndarray:
    """Mean precision `(classes,)` of `(IoUs, recalls, classes)`."""
    known = (precision > -1).all(axis=(0, 1))
    return np.where(known, precision.mean(axis=(0, 1)), np.nan)


def _pycocotools():
    try:
        from pycocotools.coco import COCO
        from pycocotools.cocoeval import COCOeval
    except ImportError as error:
        raise ImportError(
            "COCO's scores are counted by pycocotools. Install it with "
            "`pip install 'deeplab-family[detection]'`"
        ) from error
    return COCO, COCOeval
