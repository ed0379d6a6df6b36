"""int8 files that keep their accuracy, by ai-edge-quantizer."""

from export.mixed_precision.accuracy import (
    Judge,
    Score,
)
from export.mixed_precision.curve import CurvePoint
from export.mixed_precision.int8_mixed import write_int8_mixed
from export.mixed_precision.mixed_quantizer import Int8Quantizer
from export.mixed_precision.report_section import (
    curve_svg,
    mixed_precision_section,
)
from export.mixed_precision.search import (
    MixedPrecision,
    search_mixed_precision,
)
from export.mixed_precision.sensitivity import Sensitivity

__all__ = [
    "CurvePoint",
    "Int8Quantizer",
    "Judge",
    "MixedPrecision",
    "Score",
    "Sensitivity",
    "curve_svg",
    "search_mixed_precision",
    "mixed_precision_section",
    "write_int8_mixed",
]
