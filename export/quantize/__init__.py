"""int8 files that keep their accuracy, by ai-edge-quantizer."""

from export.quantize.curve import CurvePoint
from export.quantize.curve_svg import curve_svg
from export.quantize.int8_quantizer import Int8Quantizer
from export.quantize.judge import Judge, Score
from export.quantize.mixed_artifact import write_int8_mixed
from export.quantize.rescue import Rescue, rescue_int8
from export.quantize.section import rescue_section
from export.quantize.sweep import Sensitivity

__all__ = [
    "CurvePoint",
    "Int8Quantizer",
    "Judge",
    "Rescue",
    "Score",
    "Sensitivity",
    "curve_svg",
    "rescue_int8",
    "rescue_section",
    "write_int8_mixed",
]
