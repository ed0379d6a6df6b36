from .border_measures import BoundaryMeasure as BoundaryMeasure
from .border_measures import TrimapMeasure as TrimapMeasure
from .calibration_measure import CalibrationMeasure as CalibrationMeasure
from .kitti_measure import KITTIMeasure as KITTIMeasure
from .measure_names import MEASURES as MEASURES
from .named_measures import make_measures as make_measures
from .size_measure import SizeMeasure as SizeMeasure

__all__ = [
    "MEASURES",
    "BoundaryMeasure",
    "CalibrationMeasure",
    "KITTIMeasure",
    "SizeMeasure",
    "TrimapMeasure",
    "make_measures",
]
