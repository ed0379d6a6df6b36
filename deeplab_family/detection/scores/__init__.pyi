from .coco_average_precision import COCOAveragePrecision
from .coco_results import coco_entries, write_coco_results
from .detection_scores import DetectionScorer, DetectionScores
from .detections import Detections, in_photograph
from .mask_pasting import paste_mask
from .voc_average_precision import VOCAveragePrecision

__all__ = [
    "COCOAveragePrecision",
    "DetectionScorer",
    "DetectionScores",
    "Detections",
    "VOCAveragePrecision",
    "coco_entries",
    "in_photograph",
    "paste_mask",
    "write_coco_results",
]
