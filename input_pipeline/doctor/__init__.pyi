from .catalog import CATALOG, SEVERITIES
from .choose_shown import choose_shown, codes_of
from .examine import examine
from .facts import SampleFacts
from .finding import Finding, Place
from .report import Report

__all__ = [
    "CATALOG",
    "Finding",
    "Place",
    "Report",
    "SEVERITIES",
    "SampleFacts",
    "choose_shown",
    "codes_of",
    "examine",
]
