"""Looks at a whole data set and says what is wrong with it."""

from input_pipeline.doctor.catalog import CATALOG, SEVERITIES
from input_pipeline.doctor.choose_shown import choose_shown, codes_of
from input_pipeline.doctor.class_counts import class_pixels
from input_pipeline.doctor.examine import examine
from input_pipeline.doctor.facts import SampleFacts
from input_pipeline.doctor.finding import Finding, Place
from input_pipeline.doctor.report import Report

__all__ = [
    "CATALOG",
    "Finding",
    "Place",
    "Report",
    "SEVERITIES",
    "SampleFacts",
    "choose_shown",
    "class_pixels",
    "codes_of",
    "examine",
]
