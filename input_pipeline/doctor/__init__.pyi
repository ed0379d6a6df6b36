from .catalog import (
    CATALOG,
    SEVERITIES,
    Finding,
    Place,
)
from .examination import examine
from .report import Report
from .sample_ref import SampleStats
from .shown_samples import (
    choose_shown,
    codes_of,
)

__all__ = [
    "CATALOG",
    "Finding",
    "Place",
    "Report",
    "SEVERITIES",
    "SampleStats",
    "choose_shown",
    "codes_of",
    "examine",
]
